using CsCheck;
using Cks.Testing;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class TokenCacheTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private readonly TokenForge _forge;
    private readonly RevocationSwitch _revocations = new();
    private readonly AuthHost _host;
    private readonly MetricCollector<long> _counted;

    public TokenCacheTests()
    {
        _forge = new("https://login.example", _time);
        _host = new(o => o.AddKeys(_forge.Issuer, _forge.Jwks(), "portal", i => i.AuthorizedParties.Add("app")), _time, _revocations);
        _counted = new(_host.Meters, CksAuthDiagnostics.MeterName, CksAuthDiagnostics.Validations);
    }

    public void Dispose()
    {
        _counted.Dispose();
        _host.Dispose();
        _forge.Dispose();
    }

    [Fact]
    public async Task A_token_that_was_good_is_remembered_and_its_signature_not_verified_again()
    {
        var token = Mint();
        var first = await _host.ValidateAsync(token);
        var second = await _host.ValidateAsync(token);
        Assert.Same(first, second);
        Assert.Equal(new object[] { "signature", "cache" }, Sources());
    }

    [Fact]
    public async Task A_remembered_token_costs_no_allocation()
    {
        var token = Mint().AsMemory();
        for (var i = 0; i < 100; i++)
            await _host.Validator.ValidateAsync(token, TestContext.Current.CancellationToken);
        _counted.Clear();
        _counted.Dispose();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var valid = true;
        for (var i = 0; i < 1_000; i++)
            valid &= _host.Validator.ValidateAsync(token, CancellationToken.None) is { IsCompletedSuccessfully: true, Result.IsValid: true };
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(valid);
        Assert.InRange(allocated, 0, 1_000);
    }

    [Fact]
    public async Task It_ends_with_the_token()
    {
        var token = Mint(TimeSpan.FromSeconds(20));
        Assert.True((await _host.ValidateAsync(token)).IsValid);
        _time.Advance(TimeSpan.FromSeconds(49));
        Assert.True((await _host.ValidateAsync(token)).IsValid);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenRejectionReason.Expired, (await _host.ValidateAsync(token)).Reason);
    }

    [Fact]
    public async Task It_is_verified_again_after_a_minute()
    {
        var token = Mint();
        foreach (var seconds in new[] { 0, 59, 1, 59, 1 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.True((await _host.ValidateAsync(token)).IsValid);
        }

        Assert.Equal(new object[] { "signature", "cache", "signature", "cache", "signature" }, Sources());
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_it_wait_again()
    {
        using var host = new AuthHost(o => o.AddKeys(_forge.Issuer, _forge.Jwks(), "portal"), new(AuthHost.Start) { AutoAdvanceAmount = TimeSpan.Zero });
        var token = _forge.Mint("user-1", "portal", claims: new() { ["nbf"] = _forge.Now });
        Assert.True((await host.ValidateAsync(token)).IsValid);
        host.Time.AdjustTime(AuthHost.Start.AddSeconds(-31));
        Assert.Equal(TokenRejectionReason.NotYetValid, (await host.ValidateAsync(token)).Reason);
    }

    [Fact]
    public async Task S25_A_token_that_came_in_a_cookie_opens_nothing_in_a_header()
    {
        var token = _forge.Mint("user-1", "portal");
        for (var i = 0; i < 2; i++)
        {
            Assert.True((await _host.ValidateAsync(token, new(TokenTransport.Cookie))).IsValid);
            Assert.Equal(TokenRejectionReason.PartyNotAllowed, (await _host.ValidateAsync(token)).Reason);
        }
    }

    [Fact]
    public async Task A_revocation_ends_it_at_once_and_an_unknown_state_closes()
    {
        var token = Mint();
        Assert.True((await _host.ValidateAsync(token)).IsValid);
        _revocations.Set(RevocationState.Unknown);
        await Assert.ThrowsAsync<RevocationUnavailableException>(async () => await _host.ValidateAsync(token));
        Assert.True((await _host.ValidateAsync(token, new(AllowUnknownRevocation: true))).IsValid);
        _revocations.Set(RevocationState.Revoked);
        Assert.Equal(TokenRejectionReason.Revoked, (await _host.ValidateAsync(token)).Reason);
        Assert.Equal(TokenRejectionReason.Revoked, (await _host.ValidateAsync(token, new(AllowUnknownRevocation: true))).Reason);
        _revocations.Set(RevocationState.Clear);
        Assert.True((await _host.ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task S27_A_token_passed_while_revocations_were_unknown_is_asked_about_again()
    {
        var token = Mint();
        _revocations.Set(RevocationState.Unknown);
        Assert.True((await _host.ValidateAsync(token, new(AllowUnknownRevocation: true))).IsValid);
        await Assert.ThrowsAsync<RevocationUnavailableException>(async () => await _host.ValidateAsync(token));
    }

    [Fact]
    public async Task Refused_tokens_are_not_remembered()
    {
        var token = _forge.Mint("user-1", "another", claims: new() { ["azp"] = "app" });
        for (var i = 0; i < 2; i++)
            Assert.Equal(TokenRejectionReason.AudienceInvalid, (await _host.ValidateAsync(token)).Reason);
    }

    [Fact]
    public async Task A_small_memory_forgets_and_never_mixes_up()
    {
        using var host = new AuthHost(
            o =>
            {
                o.AddKeys(_forge.Issuer, _forge.Jwks(), "portal");
                o.TokenCacheSize = 8;
            },
            _time);
        var tokens = Enumerable.Range(0, 40).Select(i => (Subject: $"user-{i}", Token: _forge.Mint($"user-{i}", "portal"))).ToArray();
        await Gen.Int[0, tokens.Length - 1].Array[1, 40].SampleAsync(
            async picks =>
            {
                foreach (var pick in picks)
                {
                    if ((await host.ValidateAsync(tokens[pick].Token)).Token?.Subject != tokens[pick].Subject)
                        return false;
                }

                return true;
            },
            iter: 100);
    }

    [Fact]
    public async Task Threads_that_share_a_memory_get_their_own_tokens()
    {
        var tokens = Enumerable.Range(0, 200).Select(i => (Subject: $"user-{i}", Token: _forge.Mint($"user-{i}", "portal", claims: new() { ["azp"] = "app" }))).ToArray();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 8), TestContext.Current.CancellationToken,
            async (worker, _) =>
            {
                for (var i = 0; i < 2_000; i++)
                {
                    var (subject, token) = tokens[((i * 7) + worker) % tokens.Length];
                    Assert.Equal(subject, (await _host.ValidateAsync(token)).Token?.Subject);
                }
            });
    }

    private string Mint(TimeSpan? lifetime = null) => _forge.Mint("user-1", "portal", lifetime, new() { ["azp"] = "app" });

    private IEnumerable<object?> Sources() => _counted.GetMeasurementSnapshot().Select(m => m.Tags["source"]);

    private sealed class RevocationSwitch : IRevocationCheck
    {
        private RevocationState _state = RevocationState.Clear;

        public long Generation { get; private set; }

        public bool IsCurrent => _state != RevocationState.Unknown;

        public RevocationState Check(ValidatedToken token) => _state;

        public void Set(RevocationState state)
        {
            _state = state;
            if (state == RevocationState.Revoked)
                Generation++;
        }
    }
}
