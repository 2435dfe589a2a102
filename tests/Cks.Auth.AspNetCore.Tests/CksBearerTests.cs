using System.Net;
using System.Text.Json;
using Cks.Core;
using Cks.Testing;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class CksBearerTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_good_token_signs_in_with_the_sessions_role_and_tenant()
    {
        var token = portal.Issuer.Forge.Mint("ada", "portal", claims: new() { ["role"] = "manager", ["tenant"] = "acme" });
        var response = await portal.GetAsync("/me", $"Bearer {token}");
        Assert.Equal("contractor main CON-001 ada CksSession", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await portal.GetAsync("/managers", $"Bearer {token}")).StatusCode);
        Assert.Equal("managers", await (await portal.GetAsAsync("grace", "/managers")).Content.ReadAsStringAsync());
    }

    [Fact]
    public void A_request_without_a_session_says_how_to_get_one() =>
        Assert.Contains("require authorization", Assert.Throws<InvalidOperationException>(() => new DefaultHttpContext().GetCksSession()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task No_token_is_401_and_tells_only_the_scheme()
    {
        var response = await portal.GetAsync("/me");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).ToString());
        await AssertProblemAsync(response, HttpStatusCode.Unauthorized, "CKS501", "missing");
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearerx.y.z")]
    [InlineData("bear")]
    [InlineData("Digest username=\"a\", realm=\"b\"")]
    public async Task A_header_without_a_bearer_credential_is_a_missing_token(string header) =>
        await AssertProblemAsync(await portal.GetAsync("/me", header), HttpStatusCode.Unauthorized, "CKS501", "missing");

    [Fact]
    public async Task Query_and_cookie_are_not_read()
    {
        var token = portal.Token("grace");
        var request = new HttpRequestMessage(HttpMethod.Get, $"/me?access_token={token}");
        request.Headers.Add("Cookie", $"__session={token}; access_token={token}");
        var response = await portal.Client.SendAsync(request);
        await AssertProblemAsync(response, HttpStatusCode.Unauthorized, "CKS501", "missing");
    }

    [Theory]
    [InlineData("bearer TOKEN")]
    [InlineData("BEARER TOKEN")]
    [InlineData("Bearer   TOKEN  ")]
    public async Task The_scheme_is_read_in_any_case(string header) =>
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/me", header.Replace("TOKEN", portal.Token("ada"), StringComparison.Ordinal))).StatusCode);

    [Theory]
    [InlineData("Bearer TOKEN, Bearer TOKEN")]
    [InlineData("Bearer TOKEN,Basic dXNlcjpwYXNz")]
    [InlineData("Basic dXNlcjpwYXNz, Bearer TOKEN")]
    [InlineData("Bearer TOKEN", "Bearer TOKEN")]
    [InlineData("Bearer TOKEN", "Basic dXNlcjpwYXNz")]
    public async Task Several_credentials_are_refused_even_when_they_agree(params string[] headers)
    {
        var token = portal.Token("ada");
        var response = await portal.GetAsync("/me", [.. headers.Select(h => h.Replace("TOKEN", token, StringComparison.Ordinal))]);
        await AssertProblemAsync(response, HttpStatusCode.Unauthorized, "CKS501", "multiple_credentials");
    }

    [Theory]
    [InlineData("Bearer a b", "malformed")]
    [InlineData("Bearer Bearer x", "malformed")]
    [InlineData("Bearer \tx.y.z", "malformed")]
    public async Task A_header_that_is_odd_is_malformed(string header, string reason) =>
        await AssertProblemAsync(await portal.GetAsync("/me", header), HttpStatusCode.Unauthorized, "CKS501", reason);

    [Fact]
    public async Task Every_hostile_token_is_401_with_its_reason_in_body_and_header()
    {
        // What a header cannot carry is left to the validator's own tests.
        foreach (var hostile in HostileTokens.For(portal.Issuer.Forge, "ada", "portal").Where(h => h.Token.Length is > 0 and < 20_000 && h.Token.All(c => c is > ' ' and < '\x7f' and not ',')))
        {
            var response = await portal.GetAsync("/me", "Bearer " + hostile.Token);
            var reason = hostile.Expected.ToText();
            await AssertProblemAsync(response, HttpStatusCode.Unauthorized, "CKS501", reason);
            Assert.Equal($"Bearer error=\"invalid_token\", error_description=\"{reason}\"", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("nobody", "not_provisioned")]
    [InlineData("old", "archived")]
    [InlineData("sue", "suspended")]
    [InlineData("odd", "unknown_role")]
    public async Task A_good_token_without_a_session_is_403_with_the_reason(string subject, string reason)
    {
        var response = await portal.GetAsAsync(subject, "/me");
        Assert.Empty(response.Headers.WwwAuthenticate);
        await AssertProblemAsync(response, HttpStatusCode.Forbidden, "CKS502", reason);
        Assert.Equal("anybody", await (await portal.GetAsAsync(subject, "/open")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_session_without_the_right_is_403() =>
        await AssertProblemAsync(await portal.GetAsAsync("ada", "/managers"), HttpStatusCode.Forbidden, "CKS503", "access_denied", "/managers");

    [Fact]
    public async Task A_store_that_is_down_is_neither_401_nor_403()
    {
        var response = await portal.GetAsAsync("down", "/me");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(nameof(IOException), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_left_alone() =>
        Assert.Equal("half an answer", await (await portal.GetAsync("/started")).Content.ReadAsStringAsync());

    [Fact]
    public async Task Nothing_of_a_token_or_a_person_is_logged_at_any_level()
    {
        string[] tokens = [portal.Token("ada"), portal.Token("sue"), portal.Token("down"), portal.Issuer.Forge.Mint("ada", "other"), portal.Token("ada")[..^4] + "AAAA"];
        foreach (var token in tokens)
            await portal.GetAsync("/me", $"Bearer {token}");

        var log = string.Join('\n', portal.Log.GetSnapshot().Select(r => $"{r.Message} {r.Exception} {string.Join(' ', r.StructuredState ?? [])} {string.Join(' ', r.Scopes)}"));
        Assert.Contains("audience_invalid", log, StringComparison.Ordinal);
        Assert.Contains("suspended", log, StringComparison.Ordinal);
        // The header segment is left out: it is the same in every token, and another test writes one into an address, which the framework logs.
        foreach (var segment in tokens.SelectMany(t => t.Split('.')[1..]))
            Assert.DoesNotContain(segment, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_server_that_is_down_at_a_cold_start_is_neither_401_nor_403()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        issuer.IsDown = true;
        await using var services = Services(o => o.AddOidc(issuer.Address, "portal"), s => s.AddScoped<ISessionResolver, MemorySessions>());
        await using var scope = services.CreateAsyncScope();
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Headers.Authorization = $"Bearer {issuer.Forge.Mint("ada", "portal")}";
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(() => context.AuthenticateAsync());
    }

    [Fact]
    public async Task A_default_scheme_that_is_set_stays()
    {
        await using var services = Services(
            o => o.AddOidc("https://login.example", "portal"),
            s => s.AddScoped<ISessionResolver, MemorySessions>().Configure<AuthenticationOptions>(o => o.DefaultScheme = "Other"));
        Assert.Equal("Other", services.GetRequiredService<IOptions<AuthenticationOptions>>().Value.DefaultScheme);
    }

    [Theory]
    [InlineData(true, "No token issuer")]
    [InlineData(false, "Nothing turns a good token into a session")]
    public async Task A_host_that_could_not_work_does_not_start(bool resolver, string message)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddCksBearer(o => _ = resolver ? o : o.AddOidc("https://login.example", "portal"));
        if (resolver)
            builder.Services.AddScoped<ISessionResolver, MemorySessions>();
        await using var app = builder.Build();
        var e = await Assert.ThrowsAsync<CksConfigurationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("CKS109", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<CksTokenOptions> configure, Action<IServiceCollection> more)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAuthentication().AddCksBearer(configure);
        more(services);
        return services.BuildServiceProvider();
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code, string reason, string instance = "/me")
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var problem = body.RootElement;
        Assert.Equal(["type", "title", "status", "detail", "instance", "code", "reason", "traceId"], problem.EnumerateObject().Select(m => m.Name));
        Assert.Equal(($"urn:cks:error:{code}", CksCodes.Find(code)!.Title, (int)status), (Text("type"), Text("title"), problem.GetProperty("status").GetInt32()));
        Assert.Equal((instance, code, reason), (Text("instance"), Text("code"), Text("reason")));
        Assert.NotEqual("", Text("traceId"));
        Assert.NotEqual("", Text("detail"));

        string? Text(string member) => problem.GetProperty(member).GetString();
    }
}
