using Cks.Core;
using Cks.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class IssuerRegistryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private readonly TokenForge _first;
    private readonly TokenForge _second;
    private readonly AuthHost _host;

    public IssuerRegistryTests()
    {
        (_first, _second) = (new("https://one.example", _time), new("https://two.example", _time));
        _host = new(o => o.AddKeys(_first.Issuer, _first.Jwks(), "portal", i => i.Tenants.Add("one")), _time);
    }

    public void Dispose()
    {
        _host.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task An_issuer_is_accepted_once_it_is_added_and_no_longer_once_it_is_removed()
    {
        var token = _second.Mint("user-1", "portal");
        Assert.Equal(TokenRejectionReason.IssuerUnknown, (await _host.ValidateAsync(token)).Reason);

        _host.Issuers.Add(Second());
        Assert.True((await _host.ValidateAsync(token)).IsValid);
        Assert.Equal([_first.Issuer, _second.Issuer], _host.Issuers.Issuers.Select(i => i.Issuer).Order(StringComparer.Ordinal));

        Assert.True(_host.Issuers.Remove(_second.Issuer));
        Assert.False(_host.Issuers.Remove(_second.Issuer));
        Assert.Equal(TokenRejectionReason.IssuerUnknown, (await _host.ValidateAsync(token)).Reason);
    }

    [Fact]
    public async Task S02_A_removed_issuer_ends_its_remembered_tokens_and_nobody_elses()
    {
        _host.Issuers.Add(Second());
        var (mine, theirs) = (_first.Mint("user-1", "portal"), _second.Mint("user-1", "portal"));
        for (var i = 0; i < 2; i++)
        {
            Assert.True((await _host.ValidateAsync(mine)).IsValid);
            Assert.True((await _host.ValidateAsync(theirs)).IsValid);
        }

        _host.Issuers.Remove(_second.Issuer);
        Assert.True((await _host.ValidateAsync(mine)).IsValid);
        Assert.Equal(TokenRejectionReason.IssuerUnknown, (await _host.ValidateAsync(theirs)).Reason);

        // Nor does a return revive what was remembered before: the token is judged by the new rules.
        var stricter = Second();
        stricter.Audiences.Clear();
        stricter.Audiences.Add("another");
        _host.Issuers.Add(stricter);
        Assert.Equal(TokenRejectionReason.AudienceInvalid, (await _host.ValidateAsync(theirs)).Reason);
    }

    [Fact]
    public async Task Replacing_an_issuer_makes_the_new_rules_count_at_once()
    {
        var token = _first.Mint("user-1", "portal");
        Assert.True((await _host.ValidateAsync(token)).IsValid);
        var stricter = IssuerOptions.Oidc(_first.Issuer, "portal");
        (stricter.Jwks, stricter.MaxLifetime) = (_first.Jwks(), TimeSpan.FromMinutes(1));
        _host.Issuers.Add(stricter);
        Assert.Equal(TokenRejectionReason.LifetimeTooLong, (await _host.ValidateAsync(token)).Reason);
    }

    [Theory]
    [InlineData("portal", 200, "valid")]
    [InlineData("another", 200, "audience_invalid")]
    [InlineData(null, 200, "issuer_unknown")]
    [InlineData("portal", 500, "valid")]
    [InlineData(null, 500, "issuer_unknown")]
    public async Task S02_A_token_on_its_way_while_its_issuer_is_replaced_or_removed_is_judged_by_what_holds_then(string? audience, int status, string expected)
    {
        var key = TestKey.Ec("a");
        await using var provider = await TestProvider.StartAsync(key);
        using var host = new KeyHost(provider.Address, _time);
        var keys = TestKey.Set(key.Jwk());
        using var slow = new SemaphoreSlim(0);
        provider.Answer = async context =>
        {
            await slow.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(context.Request.Path == "/jwks" ? keys : $$"""{"issuer":"{{provider.Address}}","jwks_uri":"{{provider.Address}}/jwks"}""");
        };
        var outcome = host.TryAsync(key);
        await KeyHost.UntilAsync(() => provider.Requests > 0);
        if (audience is null)
        {
            Assert.True(host.Issuers.Remove(provider.Address));
        }
        else
        {
            var replacement = IssuerOptions.Oidc(provider.Address, audience);
            replacement.Jwks = keys;
            host.Issuers.Add(replacement);
        }

        slow.Release(10);
        Assert.Equal(expected, await outcome);
    }

    [Fact]
    public async Task A_mistake_changes_nothing_and_says_what_is_wrong()
    {
        var unbound = IssuerOptions.Oidc(_second.Issuer, "portal");
        var mistake = Assert.Throws<CksConfigurationException>(() => _host.Issuers.Add(unbound));
        Assert.Contains("not bound to tenants", mistake.Message, StringComparison.Ordinal);
        Assert.Single(_host.Issuers.Issuers);
        Assert.True((await _host.ValidateAsync(_first.Mint("user-1", "portal"))).IsValid);
    }

    [Fact]
    public void Changes_are_announced_after_they_hold()
    {
        var seen = new List<(string Issuer, int Count)>();
        _host.Issuers.Changed += issuer => seen.Add((issuer.Issuer, _host.Issuers.Issuers.Count));
        _host.Issuers.Add(Second());
        _host.Issuers.Remove(_second.Issuer);
        Assert.Equal([(_second.Issuer, 2), (_second.Issuer, 1)], seen);
    }

    [Fact]
    public async Task Keys_of_an_unknown_issuer_cannot_be_refreshed() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _host.Issuers.RefreshKeysAsync("https://nobody.example", TestContext.Current.CancellationToken));

    [Fact]
    public async Task Tokens_are_judged_by_one_table_while_issuers_come_and_go()
    {
        var (mine, theirs) = (_first.Mint("user-1", "portal"), _second.Mint("user-1", "portal"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var changing = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    _host.Issuers.Add(Second());
                    _host.Issuers.Remove(_second.Issuer);
                }
            },
            TestContext.Current.CancellationToken);
        for (var i = 0; i < 2_000; i++)
        {
            Assert.True((await _host.ValidateAsync(mine)).IsValid);
            Assert.True((await _host.ValidateAsync(theirs)) is { IsValid: true } or { Reason: TokenRejectionReason.IssuerUnknown });
        }

        await end.CancelAsync();
        await changing;
        Assert.Equal(TokenRejectionReason.IssuerUnknown, (await _host.ValidateAsync(theirs)).Reason);
    }

    private IssuerOptions Second()
    {
        var second = IssuerOptions.Oidc(_second.Issuer, "portal");
        second.Jwks = _second.Jwks();
        second.Tenants.Add("two");
        return second;
    }
}
