using System.Net;
using System.Text.Json;
using Cks.Core;
using Cks.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class IssuerBindingTests : IAsyncLifetime
{
    private readonly TokenForge _other = new("https://other.example");
    private readonly TokenForge _any = new("https://any.example");
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(
            app => app.MapGet("/me", () => "me").RequireAuthorization(),
            builder => builder.Services.AddCksAuth(o => o
                .AddKeys(_other.Issuer, _other.Jwks(), "portal", i => i.Tenants.Add("south"))
                .AddKeys(_any.Issuer, _any.Jwks(), "portal", i => i.AllowAnyTenant("The group's own provider."))),
            issuer => issuer.Tenants.Add("main"));
        _host.Store.Records["sue"] = TestStore.Contractor with { Tenant = TenantId.Parse("south") };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _other.Dispose();
        _any.Dispose();
    }

    [Fact]
    public async Task S02_An_issuer_vouches_for_the_people_of_its_tenants_only()
    {
        // The store knows ada of main and sue of south, and does not look at the issuer.
        await AssertAsync(_host.Forge, "ada", HttpStatusCode.OK);
        await AssertAsync(_host.Forge, "sue", HttpStatusCode.Forbidden);
        await AssertAsync(_other, "sue", HttpStatusCode.OK);
        await AssertAsync(_other, "ada", HttpStatusCode.Forbidden);
        await AssertAsync(_any, "ada", HttpStatusCode.OK);
        await AssertAsync(_any, "sue", HttpStatusCode.OK);
    }

    [Fact]
    public async Task S02_An_issuer_that_was_removed_vouches_for_nobody()
    {
        var token = _other.Mint("sue", "portal");
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsAsync(token, "/me")).StatusCode);
        Assert.True(_host.Services.GetRequiredService<IIssuerRegistry>().Remove(_other.Issuer));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.GetAsAsync(token, "/me")).StatusCode);
    }

    [Fact]
    public async Task S25_A_resolver_that_answers_with_another_persons_session_lets_nobody_in()
    {
        var token = _host.Token("ada");
        foreach (var mistake in new Func<UserSession, UserSession>[] { s => s with { Subject = "sue" }, s => s with { Issuer = _other.Issuer } })
        {
            _host.Store.Mistake = mistake;
            using var response = await _host.GetAsAsync(token, "/me");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(nameof(InvalidOperationException), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        _host.Store.Mistake = null;
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsAsync(token, "/me")).StatusCode);
    }

    private async Task AssertAsync(TokenForge forge, string subject, HttpStatusCode expected)
    {
        var response = await _host.GetAsAsync(forge.Mint(subject, "portal"), "/me");
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.OK)
            return;
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(("CKS502", "issuer_not_bound"), (body.RootElement.GetProperty("code").GetString(), body.RootElement.GetProperty("reason").GetString()));
    }
}
