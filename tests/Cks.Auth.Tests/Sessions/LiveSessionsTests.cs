using Cks.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>The rules of time and of events, on a clock that the test moves; real connections are in Cks.Auth.AspNetCore.Tests.</summary>
public sealed class LiveSessionsTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private TokenForge _forge = null!;
    private ServiceProvider _services = null!;
    private LiveSessions _sessions = null!;

    public ValueTask InitializeAsync()
    {
        _forge = new("https://login.example", _time);
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddCksAuth(o => o.AddKeys(_forge.Issuer, _forge.Jwks(), "portal", i =>
        {
            i.ClockSkew = TimeSpan.FromSeconds(5);
            i.MaxAge = TimeSpan.FromMinutes(5);
            i.AllowImpersonation = true;
        })).BuildServiceProvider();
        _sessions = _services.GetRequiredService<LiveSessions>();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _forge.Dispose();
    }

    [Theory]
    [InlineData(60, 65)]
    [InlineData(600, 305)] // too old before it expires
    public async Task S10_A_session_ends_when_the_validator_would_refuse_its_token(int lifetime, int end)
    {
        var text = _forge.Mint("ada", "portal", TimeSpan.FromSeconds(lifetime));
        using var session = _sessions.Open(await ValidateAsync(text));

        _time.Advance(TimeSpan.FromSeconds(end) - Tick);
        Assert.Null(session.Reason);
        Assert.True((await _services.GetRequiredService<ITokenValidator>().ValidateAsync(text.AsMemory())).IsValid);

        _time.Advance(Tick);
        Assert.Equal("expired", session.Reason);
        await EndedAsync(session);
        Assert.False((await _services.GetRequiredService<ITokenValidator>().ValidateAsync(text.AsMemory())).IsValid);
    }

    [Fact]
    public async Task S10_A_session_that_is_refused_ends_within_a_second_and_leaves_the_refusal_a_quarter_of_it()
    {
        using var session = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal")));
        // A moment before somebody looks.
        _time.Advance(Tick - TimeSpan.FromMilliseconds(1));
        session.EndSoon("archived");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(session.Reason);
        _time.Advance(Tick - TimeSpan.FromMilliseconds(1));
        Assert.Null(session.Reason);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("archived", session.Reason);
    }

    [Fact]
    public async Task S10_A_refusal_that_is_under_way_delays_no_expiry()
    {
        using var session = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal", TimeSpan.FromSeconds(60))));
        _time.Advance(TimeSpan.FromSeconds(65) - Tick);
        session.EndSoon("archived");
        _time.Advance(Tick);
        Assert.Equal("expired", session.Reason);
    }

    [Theory]
    [InlineData("e1")]
    [InlineData(null)]
    public async Task S10_what_ends_whoever_acts_ends_it_by_event(string? own)
    {
        var act = new System.Text.Json.Nodes.JsonObject { ["sub"] = "eve" };
        if (own is not null)
            act["sid"] = own;
        var text = _forge.Mint("ada", "portal", claims: new() { ["sid"] = "s-1", ["act"] = act });
        using var acting = _sessions.Open(await ValidateAsync(text));
        using var plain = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal", claims: new() { ["sid"] = "s-2" })));
        var asked = new TaskCompletionSource();
        acting.RevalidateWith(
            _ =>
            {
                asked.TrySetResult();
                return new((string?)null);
            },
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(2));

        // Their record changed, as a store of people says it.
        _sessions.AskAgain(_forge.Issuer, "eve");
        _time.Advance(Tick);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await _services.GetRequiredService<IRevocations>().SignOutEverywhereAsync(_forge.Issuer, "eve", TestContext.Current.CancellationToken);
        _time.Advance(Tick);
        Assert.Equal(("revoked", null), (acting.Reason, plain.Reason));
        using var late = _sessions.Open(acting.Token);
        Assert.Equal("revoked", late.Reason);
    }

    [Fact]
    public async Task S10_the_application_ends_a_person_also_where_they_act()
    {
        using var acting = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal", claims: new() { ["act"] = new System.Text.Json.Nodes.JsonObject { ["sub"] = "eve" } })));
        using var plain = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal")));
        Assert.Equal(1, _sessions.End(_forge.Issuer, "eve"));
        Assert.Equal(("session_ended", null), (acting.Reason, plain.Reason));
    }

    [Fact]
    public async Task A_cookies_session_ends_by_our_own_clock()
    {
        var now = _time.GetUtcNow();
        Assert.True(ValidatedToken.TryRestore(_forge.Issuer, "ada", null, now, now.AddHours(8), out var token));
        using var session = _sessions.Open(token);

        _time.Advance(TimeSpan.FromHours(8) - Tick);
        Assert.Null(session.Reason);
        _time.Advance(Tick);
        await EndedAsync(session);
    }

    [Fact]
    public async Task S10_What_was_revoked_before_it_is_opened_has_ended_and_what_is_revoked_later_ends_at_the_next_look()
    {
        var revocations = _services.GetRequiredService<IRevocations>();
        using var before = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal", claims: new() { ["sid"] = "s-1" })));
        using var other = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal", claims: new() { ["sid"] = "s-2" })));
        var token = before.Token;

        await revocations.EndSessionAsync(_forge.Issuer, "s-1", TestContext.Current.CancellationToken);
        Assert.Null(before.Reason);
        _time.Advance(Tick);
        Assert.Equal(("revoked", null), (before.Reason, other.Reason));
        using var after = _sessions.Open(token);
        Assert.Equal("revoked", after.Reason);
        await EndedAsync(after);
    }

    [Fact]
    public async Task S02_The_issuers_removal_ends_its_sessions_at_once()
    {
        using var session = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal")));
        var token = session.Token;

        Assert.True(_services.GetRequiredService<IIssuerRegistry>().Remove(_forge.Issuer));

        Assert.Equal("issuer_unknown", session.Reason);
        await EndedAsync(session);
        using var late = _sessions.Open(token);
        Assert.Equal("issuer_unknown", late.Reason);
    }

    [Fact]
    public async Task A_person_is_ended_by_issuer_and_subject()
    {
        using var ada = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal")));
        using var again = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal")));
        using var grace = _sessions.Open(await ValidateAsync(_forge.Mint("grace", "portal")));

        Assert.Equal(0, _sessions.End("https://other.example", "ada"));
        Assert.Equal(2, _sessions.End(_forge.Issuer, "ada"));
        Assert.Equal(("session_ended", "session_ended", null), (ada.Reason, again.Reason, grace.Reason));
    }

    [Fact]
    public async Task What_is_disposed_is_forgotten_and_looking_begins_anew_with_the_next()
    {
        var token = await ValidateAsync(_forge.Mint("ada", "portal", TimeSpan.FromMinutes(1)));
        var first = _sessions.Open(token);
        Assert.Equal(1, _sessions.Count);
        first.Dispose();
        Assert.Equal(0, _sessions.Count);
        _time.Advance(TimeSpan.FromSeconds(10));

        using var second = _sessions.Open(token);
        _time.Advance(TimeSpan.FromMinutes(1));
        await EndedAsync(second);
        Assert.Null(first.Reason);
    }

    [Fact]
    public async Task What_has_ended_is_forgotten_although_nobody_disposed_of_it()
    {
        var session = _sessions.Open(await ValidateAsync(_forge.Mint("ada", "portal", TimeSpan.FromMinutes(1))));
        _time.Advance(TimeSpan.FromMinutes(2));
        await EndedAsync(session);
        Assert.Equal(0, _sessions.Count);
    }

    private async Task<ValidatedToken> ValidateAsync(string token) => (await _services.GetRequiredService<ITokenValidator>().ValidateAsync(token.AsMemory())).Token!;

    private static async Task EndedAsync(LiveSession session)
    {
        var ended = new TaskCompletionSource();
        await using var registration = session.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
