using Cks.Testing.AspNetCore;
using CsCheck;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class KeyRingTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private TokenIssuer _issuer = null!;
    private AuthHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync(o => o.TimeProvider = _time);
        _host = new(o => o.AddOidc(_issuer.Address, "portal"), _time);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_crowd_at_a_cold_start_shares_one_fetch()
    {
        var token = Good();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await _host.ValidateAsync(token))));

        Assert.All(outcomes, o => Assert.True(o.IsValid));
        Assert.Equal((1, 1), (_issuer.DiscoveryRequests, _issuer.KeyRequests));
    }

    [Fact]
    public async Task A_storm_of_unknown_key_ids_costs_one_fetch_a_cool_down()
    {
        Assert.True((await _host.ValidateAsync(Good())).IsValid);
        _time.Advance(TimeSpan.FromSeconds(31));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () => await _host.ValidateAsync(WithKeyId($"made-up-{i}")))));
        Assert.All(outcomes, o => Assert.Equal(TokenRejectionReason.KeyUnknown, o.Reason));
        Assert.Equal((2, 2), (_issuer.DiscoveryRequests, _issuer.KeyRequests));

        _time.Advance(TimeSpan.FromSeconds(29));
        await _host.ValidateAsync(WithKeyId("later"));
        Assert.Equal(2, _issuer.KeyRequests);
        _time.Advance(TimeSpan.FromSeconds(2));
        await _host.ValidateAsync(WithKeyId("later"));
        Assert.Equal(3, _issuer.KeyRequests);
    }

    [Fact]
    public async Task An_unknown_issuer_costs_no_fetch()
    {
        var foreign = _issuer.Forge.Mint("u", "portal", claims: new() { ["iss"] = "https://evil.example" });
        Assert.Equal(TokenRejectionReason.IssuerUnknown, (await _host.ValidateAsync(foreign)).Reason);
        Assert.Equal((0, 0), (_issuer.DiscoveryRequests, _issuer.KeyRequests));
    }

    [Fact]
    public async Task A_rotated_key_is_picked_up_and_the_old_one_is_gone()
    {
        var old = Good();
        Assert.True((await _host.ValidateAsync(old)).IsValid);
        _issuer.RotateKeys();
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.True((await _host.ValidateAsync(Good())).IsValid);
        Assert.Equal(TokenRejectionReason.KeyUnknown, (await _host.ValidateAsync(old)).Reason);
    }

    [Fact]
    public async Task Known_keys_stay_in_use_while_the_provider_is_down()
    {
        Assert.True((await _host.ValidateAsync(Good())).IsValid);
        _issuer.IsDown = true;
        _time.Advance(TimeSpan.FromHours(13));

        // The first look starts a fetch in the background and is not kept waiting by it.
        var token = Good().AsMemory();
        Assert.True(IsValidAtOnce(token));
        await WaitForAsync(() => Logged(LogLevel.Warning) == 1);
        Assert.True(IsValidAtOnce(token));
        Assert.Equal(2, _issuer.DiscoveryRequests);

        _issuer.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.True(IsValidAtOnce(token));
        await WaitForAsync(() => Logged(LogLevel.Information, "Loaded") == 2);
        Assert.Equal(2, _issuer.KeyRequests);
    }

    [Fact]
    public async Task Without_any_keys_nothing_is_known_about_a_token()
    {
        _issuer.IsDown = true;
        var e = await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () => await _host.ValidateAsync(Good()));
        Assert.Equal(_issuer.Address, e.Issuer);
        Assert.Contains("500", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Good(), e.ToString(), StringComparison.Ordinal);

        // Repeated at once it does not even ask; after a second it does, and then waits longer.
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () => await _host.ValidateAsync(Good()));
        Assert.Equal(1, _issuer.DiscoveryRequests);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () => await _host.ValidateAsync(Good()));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () => await _host.ValidateAsync(Good()));
        Assert.Equal(2, _issuer.DiscoveryRequests);

        _issuer.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await _host.ValidateAsync(Good())).IsValid);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_stop_the_fetch_of_the_others()
    {
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _host.Validator.ValidateAsync(Good().AsMemory(), gaveUp.Token));
        Assert.True((await _host.ValidateAsync(Good())).IsValid);
        Assert.Equal(1, _issuer.KeyRequests);
    }

    [Fact]
    public async Task In_any_history_a_fetch_never_comes_before_its_cool_down()
    {
        await _host.ValidateAsync(Good());
        var steps = Gen.Select(Gen.Int[0, 40], Gen.Bool, Gen.Bool);
        await steps.Array[1, 30].SampleAsync(
            async history =>
            {
                var (fetches, elapsed) = (_issuer.DiscoveryRequests, 0);
                foreach (var (seconds, known, down) in history)
                {
                    _issuer.IsDown = down;
                    elapsed += seconds;
                    _time.Advance(TimeSpan.FromSeconds(seconds));
                    var outcome = await _host.ValidateAsync(known ? Good() : WithKeyId("made-up"));
                    if (outcome.IsValid != known)
                        return false;
                }

                return _issuer.DiscoveryRequests - fetches <= 1 + (elapsed / 30);
            },
            iter: 40,
            threads: 1);
    }

    private string Good() => _issuer.Forge.Mint("user-1", "portal");

    private string WithKeyId(string id) => _issuer.Forge.Sign(_issuer.Forge.Header(new() { ["kid"] = id }), _issuer.Forge.Payload("user-1", "portal"));

    private bool IsValidAtOnce(ReadOnlyMemory<char> token)
    {
        var validation = _host.Validator.ValidateAsync(token);
        return validation.IsCompletedSuccessfully && validation.Result.IsValid;
    }

    private int Logged(LogLevel level, string text = "") => _host.Log.GetSnapshot().Count(r => r.Level == level && r.Message.Contains(text, StringComparison.Ordinal));

    private static async Task WaitForAsync(Func<bool> happened)
    {
        while (!happened())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
