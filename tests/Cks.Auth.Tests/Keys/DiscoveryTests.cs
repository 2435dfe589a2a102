using Cks.Testing;

namespace Cks.Auth.Tests;

public sealed class DiscoveryTests(ForgeFixture fixture) : IClassFixture<ForgeFixture>
{
    private readonly TokenForge _keys = fixture.Forge;

    [Fact]
    public async Task The_keys_of_an_honest_provider_are_used()
    {
        await using var server = await LoopbackServer.StartAsync(Document, _ => _keys.Jwks());
        Assert.True(await TryAsync(server) is null);
    }

    [Theory]
    [InlineData("names another issuer", """{"issuer":"https://evil.example","jwks_uri":"ADDRESS/jwks"}""")]
    [InlineData("names another issuer", """{"issuer":"ADDRESS/","jwks_uri":"ADDRESS/jwks"}""")]
    [InlineData("names another issuer", """{"jwks_uri":"ADDRESS/jwks"}""")]
    [InlineData("names another issuer", """["ADDRESS"]""")]
    [InlineData("another host", """{"issuer":"ADDRESS","jwks_uri":"http://localhost:1/jwks"}""")]
    [InlineData("another host", """{"issuer":"ADDRESS","jwks_uri":"https://evil.example/jwks"}""")]
    [InlineData("another host", """{"issuer":"ADDRESS","jwks_uri":"http://127.0.0.1.evil.example/jwks"}""")]
    [InlineData("another host", """{"issuer":"ADDRESS","jwks_uri":"file:///etc/passwd"}""")]
    [InlineData("another host", """{"issuer":"ADDRESS","jwks_uri":"/jwks"}""")]
    [InlineData("another host", """{"issuer":"ADDRESS"}""")]
    [InlineData("not JSON", """{"issuer":"ADDRESS","issuer":"ADDRESS","jwks_uri":"ADDRESS/jwks"}""")]
    [InlineData("not JSON", "<html>")]
    public async Task A_discovery_document_that_is_not_the_issuers_own_is_refused(string problem, string document)
    {
        await using var server = await LoopbackServer.StartAsync(address => document.Replace("ADDRESS", address, StringComparison.Ordinal), _ => _keys.Jwks());
        Assert.Contains(problem, await TryAsync(server), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await LoopbackServer.StartAsync(Document, _ => _keys.Jwks());
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(other.Address + context.Request.Path);
            return Task.CompletedTask;
        });
        Assert.Contains("302", await TryAsync(server), StringComparison.Ordinal);
        Assert.Equal(0, other.Requests);
    }

    [Fact]
    public async Task A_key_set_above_a_mebibyte_is_refused()
    {
        await using var server = await LoopbackServer.StartAsync(Document, _ => _keys.Jwks() + new string(' ', 1024 * 1024));
        Assert.NotNull(await TryAsync(server));
    }

    [Fact]
    public async Task An_address_where_nobody_answers_is_unavailable()
    {
        var server = await LoopbackServer.StartAsync(Document, _ => _keys.Jwks());
        var address = server.Address;
        await server.DisposeAsync();
        using var host = new AuthHost(o => o.AddOidc(address, "portal"));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () => await host.ValidateAsync(_keys.Mint("u", "portal", claims: new() { ["iss"] = address })));
    }

    private static string Document(string address) => $$"""{"issuer":"{{address}}","jwks_uri":"{{address}}/jwks"}""";

    /// <summary>What went wrong with the provider's keys; nothing when a token was accepted.</summary>
    private async Task<string?> TryAsync(LoopbackServer server)
    {
        using var host = new AuthHost(o => o.AddOidc(server.Address, "portal"), fixture.Time);
        try
        {
            Assert.True((await host.ValidateAsync(_keys.Mint("u", "portal", claims: new() { ["iss"] = server.Address }))).IsValid);
            return null;
        }
        catch (SigningKeysUnavailableException e)
        {
            return e.Problem;
        }
    }
}
