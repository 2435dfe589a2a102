using Cks.Core;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class RevocationsTests(RevocationForges forges) : IClassFixture<RevocationForges>, IDisposable
{
    private const string Oidc = "https://login.example";
    private static readonly DateTimeOffset Noon = AuthHost.Start;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_revoked_token_is_refused_although_it_is_remembered()
    {
        await using var host = Host();
        var token = forges.Mint("ada", new() { ["sid"] = "s1" });
        Assert.True((await host.ValidateAsync(token)).IsValid);
        Assert.True((await host.ValidateAsync(token)).IsValid);
        await host.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        Assert.Equal(TokenRejectionReason.Revoked, (await host.ValidateAsync(token)).Reason);
    }

    [Fact]
    public async Task A_single_token_is_revoked_and_its_session_goes_on()
    {
        await using var host = Host();
        var (one, other) = (await forges.TokenAsync("ada", new() { ["jti"] = "t1", ["sid"] = "s1" }), await forges.TokenAsync("ada", new() { ["jti"] = "t2", ["sid"] = "s1" }));
        await host.Revocations.RevokeTokenAsync(Oidc, "t1", one.ExpiresAt, Cancel);
        Assert.Equal((RevocationState.Revoked, RevocationState.Clear), (host.Revocations.Check(one), host.Revocations.Check(other)));
    }

    [Fact]
    public async Task A_barred_person_is_refused_until_that_is_lifted()
    {
        await using var host = Host();
        var (ada, grace) = (await forges.TokenAsync("ada"), await forges.TokenAsync("grace"));
        await host.Revocations.BarSubjectAsync(Oidc, "ada", Cancel);
        _time.Advance(TimeSpan.FromDays(500));
        Assert.Equal((RevocationState.Revoked, RevocationState.Clear), (host.Revocations.Check(ada), host.Revocations.Check(grace)));
        await host.Revocations.LiftSubjectAsync(Oidc, "ada", Cancel);
        Assert.Equal(RevocationState.Clear, host.Revocations.Check(ada));
    }

    [Fact]
    public async Task S02_What_is_revoked_at_one_issuer_is_not_at_another()
    {
        await using var host = Host();
        var (here, there) = (await forges.TokenAsync("user_ada", new() { ["sid"] = "sess_1", ["jti"] = "t1" }), await forges.TokenAsync("user_ada", new() { ["sid"] = "sess_1", ["jti"] = "t1" }, clerk: true));
        await host.Revocations.EndSessionAsync(Oidc, "sess_1", Cancel);
        await host.Revocations.RevokeTokenAsync(Oidc, "t1", here.ExpiresAt, Cancel);
        await host.Revocations.BarSubjectAsync(Oidc, "user_ada", Cancel);
        await host.Revocations.RevokeIssuedBeforeAsync(Oidc, Noon, Cancel);
        Assert.Equal((RevocationState.Revoked, RevocationState.Clear), (host.Revocations.Check(here), host.Revocations.Check(there)));
    }

    [Theory]
    [InlineData("https://login.example", "S1")]
    [InlineData("https://login.example", "s1 ")]
    [InlineData("https://login.example/", "s1")]
    [InlineData("https://LOGIN.example", "s1")]
    public async Task S02_Ids_and_issuers_are_compared_ordinally(string issuer, string session)
    {
        await using var host = Host();
        await host.Revocations.EndSessionAsync(issuer, session, Cancel);
        Assert.Equal(RevocationState.Clear, host.Revocations.Check(await forges.TokenAsync("ada", new() { ["sid"] = "s1" })));
    }

    [Fact]
    public async Task S08_An_ended_session_stays_ended()
    {
        await using var host = Host();
        var token = await forges.TokenAsync("ada", new() { ["sid"] = "s1" });
        await host.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        await host.Revocations.LiftSubjectAsync(Oidc, "ada", Cancel);
        await host.Revocations.RecordSessionAsync(Oidc, "s1", Noon.AddHours(1), Cancel);
        _time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await host.Revocations.PullAsync(Cancel);
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
    }

    [Fact]
    public async Task S08_A_tombstone_outlives_the_longest_token()
    {
        await using var host = Host(more: s => s.Configure<CksTokenOptions>(o => o.Issuers[0].MaxLifetime = TimeSpan.FromDays(30)));
        var token = await forges.TokenAsync("ada", new() { ["sid"] = "s1" });
        await host.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        _time.Advance(TimeSpan.FromDays(30));
        await host.Revocations.PullAsync(Cancel);
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
    }

    [Theory]
    [InlineData(-1, RevocationState.Revoked)]
    [InlineData(0, RevocationState.Revoked)]
    [InlineData(1, RevocationState.Clear)]
    public async Task S08_Issued_before_compares_with_less_or_equal(int seconds, RevocationState expected)
    {
        await using var host = Host();
        await host.Revocations.SignOutEverywhereAsync(Oidc, "ada", Cancel);
        Assert.Equal(expected, host.Revocations.Check(await forges.TokenAsync("ada", new() { ["iat"] = Noon.AddSeconds(seconds).ToUnixTimeSeconds() })));
        Assert.Equal(RevocationState.Clear, host.Revocations.Check(await forges.TokenAsync("grace", new() { ["iat"] = Noon.AddSeconds(seconds).ToUnixTimeSeconds() })));
    }

    [Theory]
    [InlineData(null, null, false, RevocationState.Clear)]
    [InlineData(null, -60, false, RevocationState.Revoked)]
    [InlineData(null, 5, false, RevocationState.Clear)]
    [InlineData("s1", null, false, RevocationState.Revoked)]
    [InlineData("s1", -60, false, RevocationState.Revoked)]
    [InlineData("s1", 0, false, RevocationState.Revoked)]
    [InlineData("s1", 5, false, RevocationState.Clear)]
    [InlineData("s1", null, true, RevocationState.Clear)]
    [InlineData("s1", -60, true, RevocationState.Clear)]
    public async Task S08_After_signing_out_everywhere_only_a_session_known_to_begin_later_passes(string? sid, int? authenticated, bool recorded, RevocationState expected)
    {
        await using var host = Host();
        await host.Revocations.SignOutEverywhereAsync(Oidc, "ada", Cancel);
        if (recorded)
            await host.Revocations.RecordSessionAsync(Oidc, "s1", Noon.AddSeconds(4), Cancel);
        var token = await forges.TokenAsync("ada", new()
        {
            ["iat"] = Noon.AddSeconds(10).ToUnixTimeSeconds(),
            ["sid"] = sid,
            ["auth_time"] = authenticated is { } offset ? Noon.AddSeconds(offset).ToUnixTimeSeconds() : null,
        });
        Assert.Equal(expected, host.Revocations.Check(token));
    }

    [Theory]
    [InlineData(true, -1, RevocationState.Revoked)]
    [InlineData(true, 0, RevocationState.Revoked)]
    [InlineData(true, 1, RevocationState.Clear)]
    [InlineData(true, 4, RevocationState.Clear)]
    [InlineData(true, 5, RevocationState.Revoked)]
    [InlineData(false, 1, RevocationState.Revoked)]
    public async Task S08_The_time_in_an_id_of_Clerk_is_known_and_of_nobody_else(bool clerk, int madeAt, RevocationState expected)
    {
        await using var host = Host();
        await host.Revocations.RevokeIssuedBeforeAsync(clerk ? RevocationForges.ClerkIssuer : Oidc, Noon, Cancel);
        var token = await forges.TokenAsync("user_ada", new() { ["iat"] = Noon.AddSeconds(4).ToUnixTimeSeconds(), ["sid"] = ClerkSession(Noon.AddSeconds(madeAt)) }, clerk);
        Assert.Equal(expected, host.Revocations.Check(token));
    }

    [Fact]
    public async Task S08_A_token_that_does_not_say_when_it_was_issued_is_refused()
    {
        await using var host = Host();
        await host.Revocations.RevokeIssuedBeforeAsync(Oidc, Noon.AddDays(-1), Cancel);
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(await forges.TokenAsync("ada", new() { ["iat"] = null })));
        Assert.Equal(RevocationState.Clear, host.Revocations.Check(await forges.TokenAsync("ada")));
    }

    [Fact]
    public async Task Nobody_is_signed_out_as_of_a_time_to_come()
    {
        await using var host = Host();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Revocations.RevokeIssuedBeforeAsync(Oidc, Noon.AddMinutes(6), Cancel).AsTask());
    }

    [Fact]
    public async Task S27_Before_the_first_read_nothing_is_known_and_tokens_are_refused()
    {
        await using var host = Host(Store());
        var token = forges.Mint("ada", new() { ["sid"] = "s1" });
        Assert.False(host.Revocations.IsCurrent);
        await Assert.ThrowsAsync<RevocationUnavailableException>(() => host.ValidateAsync(token).AsTask());
        Assert.True((await host.ValidateAsync(token, allowUnknown: true)).IsValid);
        await host.StartAsync();
        Assert.True(host.Revocations.IsCurrent);
        Assert.True((await host.ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task S27_What_is_known_to_be_revoked_is_refused_also_where_the_rest_is_not_known()
    {
        await using var host = Host(Store());
        var (ended, other) = (await forges.TokenAsync("ada", new() { ["sid"] = "s1" }), await forges.TokenAsync("grace"));
        await host.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(host.Revocations.IsCurrent);
        Assert.Equal((RevocationState.Revoked, RevocationState.Unknown), (host.Revocations.Check(ended), host.Revocations.Check(other)));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(-61, false)]
    public async Task S27_What_was_read_too_long_ago_is_not_relied_on(int seconds, bool expected)
    {
        var time = new FakeTimeProvider(Noon.AddHours(1)) { };
        await using var host = new RevocationHost(forges, time, Store());
        await host.Revocations.PullAsync(Cancel);
        time.AdjustTime(Noon.AddHours(1).AddSeconds(seconds));
        Assert.Equal(expected, host.Revocations.IsCurrent);
    }

    [Fact]
    public async Task S27_A_store_that_cannot_be_read_is_reported_once_an_outage_and_tried_again()
    {
        var store = new BreakableStore(Store());
        await using var host = Host(store);
        await host.StartAsync();
        store.IsBroken = true;
        // Interval by interval, as the clock of a real host goes.
        while (host.Revocations.IsCurrent)
            await TickAsync(host, store);
        await TickAsync(host, store);
        await TickAsync(host, store);
        await Eventually.HoldsAsync(() => host.Sink.Events.Any());
        Assert.Equal("revocation.unavailable", Assert.Single(host.Sink.Events).Kind.Id);
        store.IsBroken = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => host.Revocations.IsCurrent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task S27_An_outage_is_reported_also_where_the_limit_passes_while_it_is_told(int look)
    {
        var (clock, store) = (new StepOnLook(_time.GetUtcNow()), new BreakableStore(Store()));
        await using var host = new RevocationHost(forges, clock, store);
        await host.StartAsync();
        store.IsBroken = true;
        var options = new RevocationOptions();
        for (var passed = options.PullInterval; passed <= options.MaxStaleness + (3 * options.PullInterval); passed += options.PullInterval)
        {
            if (passed == options.MaxStaleness)
                clock.StepAt(look);
            var (reads, logged) = (store.Reads, host.Log.Count);
            clock.Advance(options.PullInterval);
            await Eventually.HoldsAsync(() => store.Reads > reads && host.Log.Count > logged);
        }

        await Eventually.HoldsAsync(() => host.Sink.Events.Any());
        Assert.Equal("revocation.unavailable", Assert.Single(host.Sink.Events).Kind.Id);
    }

    [Fact]
    public async Task S27_A_host_starts_after_its_limit_and_is_not_ready()
    {
        var store = new BreakableStore(Store()) { IsBroken = true };
        await using var host = Host(store);
        var starting = host.StartAsync();
        await Eventually.HoldsAsync(() => store.Reads > 0);
        Assert.False(starting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(15));
        await starting;
        Assert.False(host.Revocations.IsCurrent);
        Assert.Contains(host.Log.GetSnapshot(), entry => entry.Id.Id == 5202);
    }

    [Fact]
    public async Task S27_A_slow_and_older_answer_undoes_nothing()
    {
        await using var host = Host();
        var token = await forges.TokenAsync("ada");
        Revocation Entry(RevocationKind kind) => new(kind, Oidc, "ada", Noon, null);
        var (old, recent) = (new RevocationPage([new(1, Entry(RevocationKind.SubjectBarred)), new(2, Entry(RevocationKind.SubjectLifted))], 2),
            new RevocationPage([new(1, Entry(RevocationKind.SubjectBarred)), new(2, Entry(RevocationKind.SubjectLifted)), new(3, Entry(RevocationKind.SubjectBarred))], 3));
        host.List.Apply(0, recent);
        host.List.Apply(0, old);
        Assert.True(host.List.IsRevoked(token));
        Assert.Equal((0, 3L), host.List.Position);
    }

    [Fact]
    public async Task S27_A_store_that_went_back_is_read_from_the_start_and_what_is_known_stays_revoked()
    {
        var path = Path.Combine(_folder.Root, "revocations.db");
        await using var host = Host(new SqliteRevocationStore(path));
        var (first, second) = (await forges.TokenAsync("ada", new() { ["sid"] = "s1" }), await forges.TokenAsync("ada", new() { ["sid"] = "s2" }));
        await host.Revocations.EndSessionAsync(Oidc, "s0", Cancel);
        await host.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM revocations; UPDATE sqlite_sequence SET seq = 0";
            command.ExecuteNonQuery();
        }

        await host.Revocations.EndSessionAsync(Oidc, "s2", Cancel);
        Assert.Equal((RevocationState.Revoked, RevocationState.Revoked), (host.Revocations.Check(first), host.Revocations.Check(second)));
        Assert.Contains(host.Log.GetSnapshot(), entry => entry.Id.Id == 5205);
    }

    [Fact]
    public async Task S27_A_lift_that_is_read_again_undoes_nothing_that_came_after_it()
    {
        var path = Path.Combine(_folder.Root, "revocations.db");
        await using var host = Host(new SqliteRevocationStore(path));
        var (ada, grace) = (await forges.TokenAsync("ada"), await forges.TokenAsync("grace"));
        await host.Revocations.LiftSubjectAsync(Oidc, "ada", Cancel);
        await host.Revocations.LiftSubjectAsync(Oidc, "grace", Cancel);
        _time.Advance(TimeSpan.FromMinutes(1));
        await host.Revocations.BarSubjectAsync(Oidc, "ada", Cancel);
        host.List.Apply(0, new([new(4, new(RevocationKind.SubjectBarredByProvider, Oidc, "grace", Noon.AddSeconds(30), null))], 4));
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM revocations WHERE sequence > 2; UPDATE sqlite_sequence SET seq = 2";
            command.ExecuteNonQuery();
        }

        await host.Revocations.PullAsync(Cancel);
        Assert.Equal((RevocationState.Revoked, RevocationState.Revoked), (host.Revocations.Check(ada), host.Revocations.Check(grace)));
        _time.Advance(TimeSpan.FromMinutes(1));
        await host.Revocations.LiftSubjectAsync(Oidc, "ada", Cancel);
        await host.Revocations.LiftSubjectAsync(Oidc, "grace", Cancel);
        Assert.Equal((RevocationState.Clear, RevocationState.Clear), (host.Revocations.Check(ada), host.Revocations.Check(grace)));
    }

    [Fact]
    public async Task S27_After_a_clock_was_set_back_the_next_read_is_relied_on()
    {
        var time = new FakeTimeProvider(Noon.AddHours(1));
        await using var host = new RevocationHost(forges, time, Store());
        await host.Revocations.PullAsync(Cancel);
        time.AdjustTime(Noon);
        Assert.False(host.Revocations.IsCurrent);
        await host.Revocations.PullAsync(Cancel);
        Assert.True(host.Revocations.IsCurrent);
    }

    [Fact]
    public async Task Two_hosts_with_one_store_and_bus_refuse_within_a_second()
    {
        var bus = new InProcessChangeBus();
        await using var one = Host(Store(), bus);
        await using var two = Host(Store(), bus);
        await one.StartAsync();
        await two.StartAsync();
        var token = forges.Mint("ada", new() { ["sid"] = "s1" });
        Assert.True((await two.ValidateAsync(token)).IsValid);
        await one.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        await Eventually.HoldsAsync(() => two.ValidateAsync(token).AsTask().Result.Reason == TokenRejectionReason.Revoked);
    }

    [Fact]
    public async Task Without_a_bus_a_host_hears_of_it_within_one_interval()
    {
        await using var one = Host(Store());
        await using var two = Host(Store());
        await one.StartAsync();
        await two.StartAsync();
        var token = await forges.TokenAsync("ada", new() { ["sid"] = "s1" });
        await one.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        Assert.Equal(RevocationState.Clear, two.Revocations.Check(token));
        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => two.Revocations.Check(token) == RevocationState.Revoked);
    }

    [Fact]
    public async Task A_call_to_resynchronize_reads_the_record()
    {
        var (quiet, bus) = (new InProcessChangeBus(), new InProcessChangeBus());
        await using var one = Host(Store(), quiet);
        await using var two = Host(Store(), bus);
        await two.StartAsync();
        var token = await forges.TokenAsync("ada", new() { ["sid"] = "s1" });
        await one.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        await bus.PublishAsync(ChangeNotice.Resynchronize(Auth.Revocations.Topic), Cancel);
        await Eventually.HoldsAsync(() => two.Revocations.Check(token) == RevocationState.Revoked);
    }

    [Fact]
    public async Task A_broken_bus_holds_up_no_revocation()
    {
        await using var host = Host(Store(), new BrokenBus());
        await host.StartAsync();
        var token = await forges.TokenAsync("ada", new() { ["sid"] = "s1" });
        await host.Revocations.EndSessionAsync(Oidc, "s1", Cancel);
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
        Assert.Equal([5203, 5204], host.Log.GetSnapshot().Select(entry => entry.Id.Id).Where(id => id is 5203 or 5204).Distinct().Order());
    }

    [Fact]
    public async Task A_bus_that_never_answers_holds_up_no_revocation()
    {
        var bus = new HungBus();
        await using var host = Host(Store(), bus);
        var starting = host.StartAsync();
        var token = await forges.TokenAsync("ada", new() { ["sid"] = "s1" });
        var ending = host.Revocations.EndSessionAsync(Oidc, "s1", Cancel).AsTask();
        await Eventually.HoldsAsync(() => host.Revocations.Check(token) == RevocationState.Revoked);
        // Five seconds each, by this clock, from when it is asked.
        await Task.WhenAll(bus.Asked, bus.Told).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        for (var i = 0; i < 9 && !(ending.IsCompleted && starting.IsCompleted); i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancel);
        }

        await Task.WhenAll(ending, starting).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.True(host.Revocations.IsCurrent);
    }

    [Fact]
    public async Task Where_the_store_takes_nothing_nothing_is_revoked_and_the_caller_hears_of_it()
    {
        var store = new BreakableStore(Store()) { IsBroken = true };
        await using var host = Host(store);
        await Assert.ThrowsAsync<IOException>(() => host.Revocations.BarSubjectAsync(Oidc, "ada", Cancel).AsTask());
        Assert.Empty(host.Sink.Events);
    }

    [Fact]
    public async Task What_is_revoked_is_reported_and_names_nobody()
    {
        await using var host = Host();
        await host.Revocations.EndSessionAsync(Oidc, "sess_secret", Cancel);
        await host.Revocations.BarSubjectAsync(Oidc, "user_secret", Cancel);
        await host.Revocations.LiftSubjectAsync(Oidc, "user_secret", Cancel);
        await host.Revocations.RevokeIssuedBeforeAsync(Oidc, Noon, Cancel);
        await host.Revocations.RecordSessionAsync(Oidc, "sess_secret", Noon, Cancel);
        Assert.Equal(["revocation.added", "revocation.added", "revocation.lifted", "revocation.added"], host.Sink.Events.Select(e => e.Kind.Id));
        Assert.All(host.Sink.Events, e => Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal));
        Assert.Equal($"SubjectBarred of {Fingerprint.Of(Oidc, "user_secret")} at {Oidc}", host.Sink.Events[1].Detail);
        Assert.Equal($"IssuedBefore of everybody at {Oidc}", host.Sink.Events[3].Detail);
    }

    [Fact]
    public async Task What_has_expired_is_forgotten()
    {
        await using var host = Host();
        foreach (var i in Enumerable.Range(0, 50))
        {
            await host.Revocations.EndSessionAsync(Oidc, $"s{i}", Cancel);
            await host.Revocations.RevokeTokenAsync(Oidc, $"t{i}", Noon.AddMinutes(1), Cancel);
            await host.Revocations.SignOutEverywhereAsync(Oidc, $"u{i}", Cancel);
            await host.Revocations.BarSubjectAsync(Oidc, $"b{i}", Cancel);
            await host.Revocations.LiftSubjectAsync(Oidc, $"b{i}", Cancel);
        }

        await host.Revocations.RevokeIssuedBeforeAsync(Oidc, Noon, Cancel);
        Assert.Equal(151, host.List.Count);
        _time.Advance(TimeSpan.FromDays(8));
        await host.Revocations.EndSessionAsync(Oidc, "last", Cancel);
        Assert.Equal(1, host.List.Count);
        Assert.Equal(1, ((InMemoryRevocationStore)host.Services.GetService(typeof(IRevocationStore))!).Count);
    }

    [Theory]
    [InlineData("", "s1")]
    [InlineData("https://login.example", "")]
    public async Task An_empty_id_revokes_nothing(string issuer, string id)
    {
        await using var host = Host();
        await Assert.ThrowsAsync<ArgumentException>(() => host.Revocations.EndSessionAsync(issuer, id, Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => host.Revocations.SignOutEverywhereAsync(issuer, id, Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => host.Revocations.BarSubjectAsync(issuer, id.PadLeft(256, 'x')[..(id.Length == 0 ? 0 : 256)], Cancel).AsTask());
    }

    [Theory]
    [InlineData(nameof(RevocationOptions.SessionLifetime), "00:59:59")]
    [InlineData(nameof(RevocationOptions.SessionLifetime), "401.00:00:00")]
    [InlineData(nameof(RevocationOptions.PullInterval), "00:00:00")]
    [InlineData(nameof(RevocationOptions.MaxStaleness), "00:00:05")]
    [InlineData(nameof(RevocationOptions.StartupWait), "-00:00:01")]
    public void Times_that_cannot_work_stop_the_host(string option, string value)
    {
        var e = Assert.Throws<CksConfigurationException>(() => Host(more: s => s.Configure<RevocationOptions>(o => typeof(RevocationOptions).GetProperty(option)!.SetValue(o, TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))));
        Assert.Contains($"{option} is out of range", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_allocates_nothing_however_much_is_revoked()
    {
        await using var host = Host();
        Fill(host.List, 100_000);
        var token = await forges.TokenAsync("ada", new() { ["sid"] = "s-1", ["jti"] = "t-1" });
        host.List.Apply(0, new([new(200_000, new(RevocationKind.IssuedBefore, Oidc, "", Noon.AddDays(-1), null))], 200_000));
        for (var i = 0; i < 1_000; i++)
            host.Revocations.Check(token);
        var cleared = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            cleared += host.Revocations.Check(token) == RevocationState.Revoked ? 0 : 1;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, cleared);
    }

    /// <summary>Revokes sessions, tokens and people in equal parts.</summary>
    internal static void Fill(RevocationList list, int count) => list.Apply(0, new(
        [
            .. Enumerable.Range(1, count).Select(i => new StoredRevocation(i, (i % 3) switch
            {
                0 => new(RevocationKind.SessionEnded, Oidc, $"sess_{i:D27}", Noon, Noon.AddDays(7)),
                1 => new(RevocationKind.TokenRevoked, Oidc, $"{i:D20}", Noon, Noon.AddDays(7)),
                _ => new(RevocationKind.SubjectBarred, Oidc, $"user_{i:D27}", Noon, null),
            })),
        ],
        count));

    /// <summary>A session id as Clerk makes it.</summary>
    internal static string ClerkSession(DateTimeOffset madeAt)
    {
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var number = new System.Numerics.BigInteger(madeAt.ToUnixTimeSeconds() - ClerkId.Epoch) << 128;
        var text = "";
        for (var i = 0; i < 27; i++, number /= 62)
            text = digits[(int)(number % 62)] + text;
        return "sess_" + text;
    }

    private RevocationHost Host(IRevocationStore? store = null, IChangeBus? bus = null, Action<IServiceCollection>? more = null) => new(forges, _time, store, bus, more);

    private SqliteRevocationStore Store() => new(Path.Combine(_folder.Root, "revocations.db"));

    private async Task TickAsync(RevocationHost host, BreakableStore store)
    {
        var (reads, logged) = (store.Reads, host.Log.Count);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => store.Reads > reads && host.Log.Count > logged);
    }

    /// <summary>The real store behind a wire that can be cut.</summary>
    private sealed class BreakableStore(IRevocationStore store) : IRevocationStore
    {
        private int _reads;

        public bool IsBroken { get; set; }

        public int Reads => Volatile.Read(ref _reads);

        public ValueTask<DeliveryReceipt> AppendAsync(IReadOnlyList<Revocation> revocations, WebhookDelivery? delivery, CancellationToken cancellationToken = default) =>
            IsBroken ? throw new IOException() : store.AppendAsync(revocations, delivery, cancellationToken);

        public ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default) => store.CompleteAsync(issuer, deliveryId, cancellationToken);

        public ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _reads);
            return IsBroken ? throw new IOException() : store.ReadAsync(after, cancellationToken);
        }
    }

    /// <summary>A clock that goes on by a second when somebody looks at it for the so many-th time.</summary>
    private sealed class StepOnLook(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private int _left;
        private long _seconds;

        public void StepAt(int look) => Volatile.Write(ref _left, look);

        public override DateTimeOffset GetUtcNow()
        {
            if (Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) == 0)
                Interlocked.Increment(ref _seconds);
            return base.GetUtcNow().AddSeconds(Volatile.Read(ref _seconds));
        }
    }

    private sealed class BrokenBus : IChangeBus
    {
        public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default) => throw new IOException();

        public ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default) => throw new IOException();
    }

    private sealed class HungBus : IChangeBus
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when somebody listens.</summary>
        public Task Asked => _asked.Task;

        /// <summary>Ends when somebody says something.</summary>
        public Task Told => _told.Task;

        public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
        {
            _told.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public async ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
