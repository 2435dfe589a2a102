using System.Net;
using System.Net.Http.Json;
using Cks.Auth;
using Cks.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace Cks.Testing.AspNetCore.Tests;

/// <summary>The smallest sample as it is: its provider is one that does not exist, and no line of it knows of tests.</summary>
public sealed class MinimalSampleTests : IAsyncLifetime
{
    private const string Issuer = "https://login.example";

    private readonly WebApplicationFactory<Program> _bare = new();
    private WebApplicationFactory<Program> _factory = null!;

    public ValueTask InitializeAsync()
    {
        _factory = Host();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _bare.DisposeAsync();
    }

    [Fact]
    public async Task As_is_the_person_whom_the_applications_own_store_knows()
    {
        using var ann = _factory.As("writer", "ann");
        using var ben = _factory.As("reader", "ben");
        using var eve = _factory.As("writer", "eve");

        Assert.Equal(HttpStatusCode.Created, (await ann.PostAsJsonAsync("/notes", new { text = "hello" })).StatusCode);
        Assert.Equal("""["hello"]""", await ben.GetStringAsync("/notes"));
        Assert.Equal("[]", await eve.GetStringAsync("/notes"));
        (await ben.PostAsJsonAsync("/notes", new { text = "no" })).ShouldBeDenied("not_permitted");
    }

    [Theory]
    [InlineData("writer", "ben", "is ben with the roles reader, not ben with writer")]
    [InlineData("reader", "nobody", "not_provisioned")]
    public async Task As_somebody_who_is_not_so_is_a_mistake_of_the_test(string role, string code, string message)
    {
        using var client = _factory.As(role, code);
        var e = await Assert.ThrowsAsync<TestAssertionException>(() => client.GetAsync("/notes"));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_factory_without_the_test_issuer_says_which_to_use()
    {
        await using var factory = _bare.WithWebHostBuilder(b => b.UseSetting("Cks:Auth:Authority", Issuer).UseSetting("Cks:Auth:Audience", "notes"));
        Assert.Contains("UseCksTestIssuer", Assert.Throws<InvalidOperationException>(() => factory.As("writer", "ann")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Substituted_sessions_are_what_the_test_says()
    {
        await using var factory = Host(o => o.SubstituteSessions("west"));
        using var zoe = factory.As("writer", "zoe");
        using var yan = factory.As("reader", "yan");

        Assert.Equal(HttpStatusCode.Created, (await zoe.PostAsJsonAsync("/notes", new { text = "west" })).StatusCode);
        Assert.Equal("""["west"]""", await yan.GetStringAsync("/notes"));
    }

    [Fact]
    public async Task The_applications_own_rules_stay()
    {
        var issuer = _factory.TestIssuer();
        using var client = _factory.CreateClient();
        async Task<HttpResponseMessage> SendAsync(string token)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/notes") { Headers = { Authorization = new("Bearer", token) } };
            return await client.SendAsync(request);
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(issuer.Mint("ann"))).StatusCode);
        (await client.GetAsync("/notes")).ShouldBeDenied(TokenRejectionReason.Missing);
        (await SendAsync(issuer.Mint("ann", claims: new() { ["aud"] = "other" }))).ShouldBeDenied(TokenRejectionReason.AudienceInvalid);
        (await SendAsync(issuer.Mint("ann", lifetime: TimeSpan.FromMinutes(-5)))).ShouldBeDenied(TokenRejectionReason.Expired);
        (await SendAsync(issuer.Mint("ann", lifetime: TimeSpan.FromDays(30)))).ShouldBeDenied(TokenRejectionReason.LifetimeTooLong);
        (await SendAsync(issuer.Mint("nobody"))).ShouldBeDenied(SessionRefusalReason.NotProvisioned);
        Assert.Throws<KeyNotFoundException>(() => issuer.Mint("ann", issuer: "https://other.example"));
        using var forge = new TokenForge(Issuer);
        (await SendAsync(forge.Mint("ann", "notes"))).ShouldBeDenied(TokenRejectionReason.KeyUnknown);
    }

    [Fact]
    public async Task The_clock_is_the_applications()
    {
        var issuer = _factory.TestIssuer();
        using var ann = _factory.As("writer", "ann");
        using var stale = _factory.CreateClient();
        stale.DefaultRequestHeaders.Authorization = new("Bearer", issuer.Mint("ann"));
        Assert.Equal(HttpStatusCode.OK, (await stale.GetAsync("/notes")).StatusCode);

        issuer.Clock.Advance(TimeSpan.FromMinutes(11));

        (await stale.GetAsync("/notes")).ShouldBeDenied("expired");
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync("/notes")).StatusCode);
        Assert.Throws<ArgumentOutOfRangeException>(() => issuer.Clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_rotate(bool keepPrevious)
    {
        await using var factory = Host();
        var issuer = factory.TestIssuer();
        using var before = factory.CreateClient();
        before.DefaultRequestHeaders.Authorization = new("Bearer", issuer.Mint("ann"));
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/notes")).StatusCode);

        issuer.RotateKeys(keepPrevious: keepPrevious);

        using var after = factory.As("writer", "ann");
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync("/notes")).StatusCode);
        if (keepPrevious)
            Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/notes")).StatusCode);
        else
            (await before.GetAsync("/notes")).ShouldBeDenied(TokenRejectionReason.KeyUnknown);
    }

    [Fact]
    public async Task An_answer_that_is_no_refusal_is_shown()
    {
        using var ann = _factory.As("writer", "ann");
        var e = Assert.Throws<TestAssertionException>(() => ann.GetAsync("/notes").Result.ShouldBeDenied("access_denied"));
        Assert.Contains("200 with no reason", e.Message, StringComparison.Ordinal);
        using var nobody = _factory.CreateClient();
        var refused = await nobody.GetAsync("/notes");
        e = Assert.Throws<TestAssertionException>(() => refused.ShouldBeDenied(SessionRefusalReason.Archived));
        Assert.Contains("Expected a refusal with reason archived, but the answer is 401 with reason missing:\n{", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "http://127.0.0.1:0", "environment")]
    [InlineData("development", "http://127.0.0.1:0", "environment")]
    [InlineData("Development", "http://0.0.0.0:0", "not loopback")]
    public void S19_A_server_that_others_could_reach_does_not_start(string environment, string url, string why)
    {
        using var factory = Host().WithWebHostBuilder(b => b.UseEnvironment(environment));
        factory.UseKestrel(o => o.Listen(IPEndPoint.Parse(new Uri(url).Authority)));
        var e = Assert.Throws<CksConfigurationException>(factory.StartServer);
        Assert.Contains("CKS111", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_loopback_in_Development_a_real_server_serves_this_machine()
    {
        using var factory = Host();
        factory.UseKestrel(0);
        using var ann = factory.As("writer", "ann");
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync("/notes")).StatusCode);
        using var foreign = factory.CreateClient();
        var request = new HttpRequestMessage(HttpMethod.Get, "/notes") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await foreign.SendAsync(request)).StatusCode);
    }

    private WebApplicationFactory<Program> Host(Action<CksTestIssuerOptions>? configure = null) => _bare.WithWebHostBuilder(b => b
        .UseSetting("Cks:Auth:Authority", Issuer)
        .UseSetting("Cks:Auth:Audience", "notes")
        .ConfigureLogging(logging => logging.ClearProviders())
        .UseCksTestIssuer(configure));
}
