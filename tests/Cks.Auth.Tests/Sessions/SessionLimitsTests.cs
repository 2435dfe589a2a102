using Cks.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>The limits of sessions, on a clock that the test moves.</summary>
public sealed class SessionLimitsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly InProcessChangeBus _bus = new();
    private readonly InMemoryRevocationStore _record;
    private readonly CountingSessionStore _store;
    private readonly SessionHost _one;
    private readonly SessionHost _other;

    public SessionLimitsTests()
    {
        (_record, _store) = (new(_time), new(new InMemorySessionStore(_time)));
        (_one, _other) = (new(_time, _store, _record, Configure, _bus), new(_time, _store, _record, Configure, _bus));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _one.StartAsync();
        await _other.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task S08_a_session_that_stands_idle_is_over_for_good_on_every_host()
    {
        var token = SessionHost.Token("ann", "s1", Noon);
        Assert.Null(await _one.UseAsync(token));
        _time.Advance(10 * Minute - TimeSpan.FromSeconds(1));
        Assert.Null(await _other.UseAsync(token));
        _time.Advance(10 * Minute);
        Assert.Equal("session_idle", await _one.UseAsync(token));
        Assert.Equal("session_idle", await _other.UseAsync(token));
        // A new token of the same session opens nothing, and neither does the record of revocations let it pass anywhere else.
        Assert.Equal("session_idle", await _one.UseAsync(SessionHost.Token("ann", "s1", _time.GetUtcNow())));
        Assert.Equal(RevocationState.Revoked, _one.Revocations.Check(token));
        await _other.Revocations.PullAsync(Cancel);
        Assert.Equal(RevocationState.Revoked, _other.Revocations.Check(token));
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s2", _time.GetUtcNow())));
    }

    [Fact]
    public async Task S30_a_session_that_nobody_uses_here_is_asked_about_once_in_a_while_and_found_once_it_is_used()
    {
        var own = SessionHost.Token("eve", "e1", Noon);
        for (var i = 0; i < 5; i++)
            Assert.False(await _one.Limits.IsOverAsync(own, Cancel));
        Assert.Equal(1, _store.Changes);
        // Begun and ended since, here and elsewhere.
        Assert.Null(await _one.UseAsync(own));
        Assert.False(await _one.Limits.IsOverAsync(own, Cancel));
        Assert.False(await _other.Limits.IsOverAsync(SessionHost.Token("eve", "e2", Noon), Cancel));
        Assert.Null(await _one.UseAsync(SessionHost.Token("eve", "e2", Noon)));
        await _one.Limits.EndedAsync(new(SessionHost.Issuer, "e1"), Cancel);
        await _one.Limits.EndedAsync(new(SessionHost.Issuer, "e2"), Cancel);
        Assert.True(await _one.Limits.IsOverAsync(own, Cancel));
        for (var i = 0; i < 500 && !await _other.Limits.IsOverAsync(SessionHost.Token("eve", "e2", Noon), Cancel); i++)
            await Task.Delay(20, Cancel);
        Assert.True(await _other.Limits.IsOverAsync(SessionHost.Token("eve", "e2", Noon), Cancel));
    }

    [Fact]
    public async Task S12_a_session_of_ones_own_that_is_used_elsewhere_is_not_taken_for_idle()
    {
        var own = SessionHost.Token("eve", "e1", Noon);
        Assert.Null(await _other.UseAsync(own));
        _time.Advance(10 * Minute - TimeSpan.FromSeconds(5));
        Assert.False(await _one.Limits.IsOverAsync(own, Cancel));
        Assert.Null(await _other.UseAsync(own));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(await _one.Limits.IsOverAsync(own, Cancel));
    }

    [Fact]
    public async Task S12_what_was_refused_on_one_host_and_begun_on_another_ends_on_the_first_too()
    {
        var (token, eve) = (SessionHost.Token("ada", "s1", Noon), new SessionActor(SessionHost.Issuer, "eve"));
        await _other.Limits.EndActingAsync(new(token, eve.ToText()));
        Assert.Null(await _one.Limits.UseAsync(token, SessionHost.Person("ada") with { Actor = eve }, cancellationToken: Cancel));
        for (var i = 0; i < 500 && (await _store.ActingAsync(eve.ToText(), Cancel)).Count > 0; i++)
        {
            await _other.Limits.EndActingAsync(new(token, eve.ToText()));
            await Task.Delay(20, Cancel);
        }

        Assert.Empty(await _store.ActingAsync(eve.ToText(), Cancel));
        Assert.Equal([ImpersonationAct.Ended, ImpersonationAct.Started], (await _store.ImpersonationsAsync(ImpersonationQuery.By(eve), Cancel)).Select(a => a.Act));
    }

    [Fact]
    public async Task S08_a_session_lasts_no_longer_than_it_may_however_much_it_is_used()
    {
        var token = SessionHost.Token("ann", "s1", Noon);
        for (var i = 0; i < 12; i++)
        {
            Assert.Null(await (i % 2 == 0 ? _one : _other).UseAsync(token));
            _time.Advance(5 * Minute - TimeSpan.FromMilliseconds(1));
        }

        _time.Advance(TimeSpan.FromMilliseconds(11));
        Assert.Null(await _one.UseAsync(token));
        // Warm, and over in the middle of what is remembered.
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("session_too_old", await _one.UseAsync(token));
        Assert.Equal("session_too_old", await _other.UseAsync(token));
    }

    [Fact]
    public async Task It_begins_when_its_person_signed_in_where_that_is_known()
    {
        Assert.Equal("session_too_old", await _one.UseAsync(SessionHost.Token("ann", "s1", Noon, Noon - (60 * Minute))));
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s2", Noon, Noon - (59 * Minute))));
        _time.Advance(Minute);
        Assert.Equal("session_too_old", await _other.UseAsync(SessionHost.Token("ann", "s2", Noon)));
        // A clock that is ahead lends nobody time.
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s3", _time.GetUtcNow(), Noon + (60 * Minute))));
        Assert.Equal(_time.GetUtcNow(), Assert.Single(await _one.Sessions.OfAsync(SessionHost.Issuer, "ann", Cancel)).StartedAt);
    }

    [Fact]
    public async Task S08_it_is_not_younger_than_the_cookie_that_names_it()
    {
        Assert.Equal("session_too_old", await _one.UseAsync(SessionHost.Token("ann", "s1", Noon - (60 * Minute))));
        Assert.Equal("session_too_old", await _one.UseAsync(SessionHost.Token("ann", "s2", Noon - (60 * Minute), Noon - Minute)));
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s3", Noon - (59 * Minute))));
    }

    [Fact]
    public async Task S08_a_limit_that_is_reached_while_the_store_answers_is_reached()
    {
        _store.Answering = () =>
        {
            _store.Answering = null;
            _time.Advance(2 * Minute);
        };
        Assert.Equal("session_too_old", await _one.UseAsync(SessionHost.Token("ann", "s1", Noon, Noon - (59 * Minute))));
        _store.Answering = () => _time.Advance(10 * Minute);
        Assert.Equal("session_idle", await _one.UseAsync(SessionHost.Token("ann", "s2", _time.GetUtcNow())));

        _store.Answering = null;
        var quiet = SessionHost.Token("ann", "s3", _time.GetUtcNow());
        Assert.Null(await _one.UseAsync(quiet));
        _time.Advance(Minute);
        _store.Answering = () => _time.Advance(10 * Minute);
        Assert.Equal(SessionRefusalReason.SessionIdle, await _one.Limits.LookAsync(quiet, SessionHost.Person("ann"), Cancel));
    }

    [Fact]
    public async Task S08_an_end_that_the_record_did_not_take_is_written_there_later_and_once()
    {
        var record = new UnreliableRevocationStore(_record);
        await using var host = new SessionHost(_time, _store, record, Configure);
        var token = SessionHost.Token("ann", "s1", Noon);
        Assert.Null(await host.UseAsync(token));
        _time.Advance(10 * Minute);
        record.IsDown = true;
        Assert.Equal("session_idle", await host.UseAsync(token));
        Assert.NotEqual(RevocationState.Revoked, host.Revocations.Check(token));
        record.IsDown = false;
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal("session_idle", await host.UseAsync(token));
            Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
        }

        Assert.Equal(RevocationKind.SessionEnded, Assert.Single((await _record.ReadAsync(0, Cancel)).Entries).Revocation.Kind);
    }

    [Fact]
    public async Task S08_a_cookie_that_names_no_session_is_ended_by_its_own_name()
    {
        var token = SessionHost.Token("ann", null, Noon).With("c1", null);
        Assert.Null(await _one.UseAsync(token));
        _time.Advance(10 * Minute);
        Assert.Equal("session_idle", await _one.UseAsync(token));
        Assert.Equal(RevocationState.Revoked, _one.Revocations.Check(token));
        Assert.Equal(RevocationKind.TokenRevoked, Assert.Single((await _record.ReadAsync(0, Cancel)).Entries).Revocation.Kind);
    }

    [Fact]
    public async Task What_is_over_is_not_shown_also_where_nobody_has_found_it_so()
    {
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s1", Noon)));
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s2", Noon)));
        _time.Advance(9 * Minute);
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s2", Noon)));
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s3", Noon)));
        _time.Advance(Minute);
        await _one.Revocations.EndSessionAsync(SessionHost.Issuer, "s3", Cancel);
        Assert.Equal("s2", Assert.Single(await _one.Sessions.OfAsync(SessionHost.Issuer, "ann", Cancel)).Key.Id);
    }

    [Fact]
    public async Task S08_a_hub_whose_limit_is_over_when_it_is_first_met_refuses_and_ends_nothing_elsewhere()
    {
        var token = SessionHost.Token("ann", "s1", Noon);
        Assert.Null(await _one.UseAsync(token));
        _time.Advance(4 * Minute);
        Assert.Equal("session_hub_limit", await _one.UseAsync(token, hub: "desk"));
        Assert.Equal("session_hub_limit", await _other.UseAsync(token, hub: "desk"));
        Assert.Null(await _other.UseAsync(token));
        Assert.Null(await _one.UseAsync(token, hub: "desk"));
        // From here on it is the session's own limit.
        _time.Advance(4 * Minute);
        Assert.Equal("session_idle", await _other.UseAsync(token));

        var old = SessionHost.Token("ann", "s2", _time.GetUtcNow(), _time.GetUtcNow() - (20 * Minute));
        Assert.Equal("session_hub_limit", await _one.UseAsync(old, hub: "desk"));
        Assert.Null(await _one.UseAsync(old));
        Assert.Equal("session_hub_limit", await _one.UseAsync(old, hub: "desk"));
    }

    [Fact]
    public async Task S30_the_hub_of_an_endpoint_does_not_lift_the_limits_of_the_persons_own()
    {
        var token = SessionHost.Token("ann", "s1", Noon);
        Assert.Null(await _one.Limits.UseAsync(token, SessionHost.Person("ann", hub: "desk"), "lobby", Cancel));
        _time.Advance(4 * Minute);
        Assert.Equal("session_idle", await _one.UseAsync(token));
        // One that has no limits is a slip of the pen, and not a hub without limits.
        await Assert.ThrowsAsync<CksConfigurationException>(() => _one.UseAsync(SessionHost.Token("ann", "s2", Noon), hub: "dask"));
    }

    [Fact]
    public async Task Of_roles_and_hubs_the_shortest_limit_counts_and_stays()
    {
        var (desk, phone) = (SessionHost.Token("ann", "s1", Noon), SessionHost.Token("bob", "s2", Noon));
        Assert.Null(await _one.UseAsync(phone));
        Assert.Null(await _one.UseAsync(desk));
        Assert.Null(await _one.UseAsync(desk, hub: "Desk"));
        _time.Advance(4 * Minute);
        Assert.Null(await _other.UseAsync(phone));
        // In another hub and on another host it is one session.
        Assert.Equal("session_idle", await _other.UseAsync(desk));

        var admin = SessionHost.Token("eve", "s3", _time.GetUtcNow());
        Assert.Null(await _one.UseAsync(admin, role: "admin"));
        _time.Advance(2 * Minute);
        Assert.Equal("session_idle", await _one.UseAsync(admin, role: "admin"));
    }

    [Fact]
    public async Task A_longer_limit_of_a_role_is_its_own_and_the_shorter_of_two_roles_counts()
    {
        var options = new CksSessionOptions();
        Configure(options);
        Assert.Equal(60 * Minute, options.LimitsOf(["guard"], null).Idle);
        Assert.Equal(10 * Minute, options.LimitsOf(["guard", "crew"], null).Idle);
        Assert.Equal(2 * Minute, options.LimitsOf(["GUARD", "Admin"], null).Idle);
        Assert.Equal(4 * Minute, options.LimitsOf(["guard"], "DESK").Idle);
        Assert.Equal(10 * Minute, options.LimitsOf([], "nowhere").Idle);
        var nowhere = options.VisitOf(SessionHost.Person("ann"), new(null, IsUnknown: true), isUse: true);
        Assert.Equal((10 * Minute, 4 * Minute), (nowhere.Kept.Idle, nowhere.Here.Idle));
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s1", Noon)));
    }

    [Fact]
    public async Task Use_is_written_once_an_interval_and_host_by_however_many_at_once()
    {
        var token = SessionHost.Token("ann", "s1", Noon);
        for (var i = 0; i < 20; i++)
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => _one.UseAsync(token), Cancel))), Assert.Null);
            _time.Advance(TimeSpan.FromSeconds(6));
        }

        // 114 seconds, 30 each. Who looked just before another had written may write once more.
        Assert.InRange(_store.Changes, 4, 8);
    }

    [Fact]
    public async Task S30_a_token_without_a_session_is_refused_unless_somebody_wrote_down_why_not()
    {
        var unnamed = SessionHost.Token("ann", null, Noon);
        Assert.Equal("session_unnamed", await _one.UseAsync(unnamed));
        await using var lenient = new SessionHost(_time, _store, _record, o => o.AllowUnnamed("machines, whose tokens live for a minute"));
        Assert.Null(await lenient.UseAsync(unnamed));
        Assert.Equal(0, _store.Changes);
    }

    [Fact]
    public async Task S02_the_session_of_one_person_is_no_session_of_another()
    {
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s1", Noon)));
        Assert.Equal("session_ended", await _one.UseAsync(SessionHost.Token("Ann", "s1", Noon)));
        Assert.Equal("session_ended", await _other.UseAsync(SessionHost.Token("bob", "s1", Noon)));
        Assert.Null(await _one.UseAsync(SessionHost.Token("ann", "s1", Noon)));
    }

    [Fact]
    public async Task S02_a_stranger_in_a_session_changes_nothing_of_it()
    {
        var (ann, bob) = (SessionHost.Token("ann", "s1", Noon), SessionHost.Token("bob", "s1", Noon));
        Assert.Null(await _one.UseAsync(ann));
        var before = Assert.Single(await _one.Sessions.OfAsync(SessionHost.Issuer, "ann", Cancel));
        _time.Advance(Minute);
        Assert.Equal("session_ended", await _other.UseAsync(bob, role: "admin"));
        Assert.Equal(before, Assert.Single(await _one.Sessions.OfAsync(SessionHost.Issuer, "ann", Cancel)));
        // Nor is what was read for one the other's use.
        Assert.Null(await _other.UseAsync(ann));
        Assert.Equal(_time.GetUtcNow(), Assert.Single(await _one.Sessions.OfAsync(SessionHost.Issuer, "ann", Cancel)).SeenAt);
        var changes = _store.Changes;
        Assert.Equal("session_ended", await _other.UseAsync(bob, role: "admin"));
        Assert.Equal(changes, _store.Changes);
    }

    [Fact]
    public async Task S08_who_is_signed_out_everywhere_is_out_and_who_signs_out_of_one_keeps_the_others()
    {
        var (a, b, c) = (SessionHost.Token("ann", "s1", Noon), SessionHost.Token("ann", "s2", Noon), SessionHost.Token("bob", "s3", Noon));
        foreach (var token in (ValidatedToken[])[a, b, c])
            Assert.Null(await _one.UseAsync(token));
        await _one.Sessions.EndAsync(new(SessionHost.Issuer, "s1"), Cancel);
        Assert.Equal("session_ended", await _one.UseAsync(a));
        Assert.Null(await _one.UseAsync(b));
        Assert.Equal("s2", Assert.Single(await _other.Sessions.OfAsync(SessionHost.Issuer, "ann", Cancel)).Key.Id);

        await _other.Sessions.EndAllAsync(SessionHost.Issuer, "ann", Cancel);
        await _one.Revocations.PullAsync(Cancel);
        Assert.Equal(RevocationState.Revoked, _one.Revocations.Check(b));
        Assert.NotEqual(RevocationState.Revoked, _one.Revocations.Check(c));
        Assert.Empty(await _one.Sessions.OfAsync(SessionHost.Issuer, "ann", Cancel));
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("session_ended", await _one.UseAsync(b));
        Assert.Null(await _one.UseAsync(c));
    }

    [Fact]
    public async Task S27_while_the_store_is_down_what_was_read_counts_for_an_interval_and_nothing_else_does()
    {
        var token = SessionHost.Token("ann", "s1", Noon);
        Assert.Null(await _one.UseAsync(token));
        _store.IsDown = true;
        Assert.Null(await _one.UseAsync(token));
        await Assert.ThrowsAsync<IOException>(() => _other.UseAsync(token));
        await Assert.ThrowsAsync<IOException>(() => _one.UseAsync(token, hub: "desk"));
        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<IOException>(() => _one.UseAsync(token));
        _store.IsDown = false;
        Assert.Null(await _one.UseAsync(token));
    }

    [Fact]
    public async Task A_connection_on_which_nothing_happens_does_not_keep_its_session_alive()
    {
        var token = SessionHost.Token("ann", "s1", Noon);
        Assert.Null(await _one.UseAsync(token));
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(await _one.Limits.LookAsync(token, SessionHost.Person("ann"), Cancel));
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(SessionRefusalReason.SessionIdle, await _one.Limits.LookAsync(token, SessionHost.Person("ann"), Cancel));
        Assert.Equal("session_idle", await _other.UseAsync(token));
        Assert.Equal(SessionRefusalReason.SessionEnded, await _one.Limits.LookAsync(SessionHost.Token("ann", "nobody used it", Noon), SessionHost.Person("ann"), Cancel));
    }

    [Fact]
    public async Task S30_however_many_sessions_come_so_many_are_remembered()
    {
        await using var host = new SessionHost(_time, _store, _record, o => o.Remembered = 64);
        for (var i = 0; i < 1_000; i++)
            Assert.Null(await host.UseAsync(SessionHost.Token("ann", $"s{i}", Noon)));
        Assert.InRange(host.Limits.Count, 1, 64);
    }

    /// <summary>
    /// 64 clients on two hosts and two hubs at the same time, for ten hours: no use after a limit, no end before it by more than the interval, and what is over stays so.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task S08_of_64_clients_none_is_served_after_its_limit(int seed)
    {
        var chance = new Random(seed);
        var interval = TimeSpan.FromSeconds(30);
        var clients = Enumerable.Range(0, 64).Select(n => new Client(SessionHost.Token($"p{n % 16}", $"s{n}", Noon)) { BeganAt = Noon }).ToArray();
        var (served, ends, refused) = (0, 0, 0);
        for (var step = 0; step < 150; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(chance.Next(10) == 0 ? chance.Next(60, 700) : chance.Next(0, 90)));
            var now = _time.GetUtcNow();
            if (chance.Next(20) == 0)
            {
                var person = $"p{chance.Next(16)}";
                await (chance.Next(2) == 0 ? _one : _other).Sessions.EndAllAsync(SessionHost.Issuer, person, Cancel);
                foreach (var client in clients.Where(c => c.Token.Subject == person))
                    client.IsSignedOut = true;
                await Task.WhenAll(_one.Revocations.PullAsync(Cancel).AsTask(), _other.Revocations.PullAsync(Cancel).AsTask());
            }

            var uses = clients.Where(_ => chance.Next(3) > 0).Select(c => (Client: c, Host: chance.Next(2) == 0 ? _one : _other, Hub: chance.Next(12) == 0 ? "desk" : null)).ToArray();
            var answers = await Task.WhenAll(uses.Select(u => Task.Run(
                async () => u.Host.Revocations.Check(u.Client.Token) == RevocationState.Revoked ? "revoked" : await u.Host.UseAsync(u.Client.Token, hub: u.Hub), Cancel)));
            foreach (var ((client, host, hub), answer) in uses.Zip(answers))
            {
                if (answer is null && hub is not null)
                {
                    (client.Idle, client.Absolute) = (4 * Minute, 20 * Minute);
                    client.MetOn.Add(host);
                }

                if (answer == "session_hub_limit")
                {
                    // It stands, but not there.
                    refused++;
                    Assert.True(hub is not null && !client.IsOver && !client.IsSignedOut, "Only a hub refuses what stands.");
                    Assert.True(client.MetOn.Count == 0 && (now - client.SeenAt >= (4 * Minute) - interval || now - client.BeganAt >= 20 * Minute), "The hub has to let it in.");
                }
                else if (answer is null)
                {
                    served++;
                    Assert.False(client.IsOver || client.IsSignedOut, "What is over is served.");
                    Assert.True(client.SeenAt is null || now - client.SeenAt < client.Idle, "It stood idle for too long.");
                    // That it met a hub on the other host alone is heard, or known after an interval.
                    Assert.True(now - client.BeganAt < client.Absolute + (client.MetOn.Count == 0 || client.MetOn.Contains(host) ? TimeSpan.Zero : interval), "It lasted for too long.");
                    client.SeenAt = now;
                }
                else if (!client.IsOver)
                {
                    ends++;
                    Assert.True(
                        client.IsSignedOut || now - client.SeenAt >= client.Idle - interval || now - client.BeganAt >= client.Absolute, $"It ended too early: {answer}.");
                    client.IsOver = true;
                }
            }

            // Whoever was refused signs in again, later than whoever was signed out.
            _time.Advance(TimeSpan.FromSeconds(1));
            now = _time.GetUtcNow();
            for (var i = 0; i < clients.Length; i++)
            {
                if (clients[i].IsOver && chance.Next(4) == 0)
                    clients[i] = new(SessionHost.Token(clients[i].Token.Subject, $"{clients[i].Token.SessionId}+", now, now)) { BeganAt = now };
            }
        }

        Assert.True(served > 1_000 && ends > 50 && refused > 0, $"{served} served, {ends} ended, {refused} refused by a hub.");
    }

    private static void Configure(CksSessionOptions options)
    {
        (options.Limits, options.TouchInterval) = (new(10 * Minute, 60 * Minute), TimeSpan.FromSeconds(30));
        options.Roles["admin"] = new(2 * Minute, 30 * Minute);
        options.Roles["guard"] = new(60 * Minute, 600 * Minute);
        options.Hubs["desk"] = new(4 * Minute, 20 * Minute);
        options.Hubs["lobby"] = new(10 * Minute, 60 * Minute);
    }

    private sealed class Client(ValidatedToken token)
    {
        public ValidatedToken Token => token;

        public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(10);

        public TimeSpan Absolute { get; set; } = TimeSpan.FromMinutes(60);

        public required DateTimeOffset BeganAt { get; init; }

        public DateTimeOffset? SeenAt { get; set; }

        /// <summary>The hosts on which it was let into the hub.</summary>
        public HashSet<SessionHost> MetOn { get; } = [];

        public bool IsOver { get; set; }

        public bool IsSignedOut { get; set; }
    }
}
