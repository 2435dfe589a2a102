using System.Globalization;
using System.Security.Claims;
using Cks.Core;
using Cks.Rbac.Tests.Grants;
using Cks.Rbac.Tests.Policies;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Subjects;

public sealed class PermissionCacheTests
{
    private const string Json = """
        {
          "version": 1,
          "resources": { "a": { "actions": ["view", "drop"] } },
          "obligations": { "step-up": { "within": 10 } },
          "roles": {
            "r": { "permit": [{ "id": "r", "actions": ["a:view"] }] },
            "timed": { "permit": [{ "id": "t", "actions": ["a:view"], "from": "2026-12-01T12:00:20Z", "until": "2026-12-01T12:00:40Z" }] },
            "proved": { "permit": [{ "id": "p", "actions": ["a:drop"], "obligations": ["step-up"] }] }
          }
        }
        """;

    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Main = TenantId.Parse("main");
    private static readonly CapabilityId View = CapabilityId.Of("a:view");
    private static readonly CapabilityId Drop = CapabilityId.Of("a:drop");

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly HeldGrants _grants = new();
    private readonly Ceiling _ceiling = new();
    private readonly SnapshotStore<Policy> _store = PolicyText.Store(Json);
    private readonly PermissionBuilder _builder;
    private readonly PermissionCache _cache;
    private readonly PolicyDecisionPoint _decisions;

    public PermissionCacheTests()
    {
        _builder = new(_store, [_ceiling], _clock);
        _cache = new(_builder, _grants, new());
        _decisions = new(_builder, ResourceMaps.None, new([]), usesGrants: true);
    }

    private sealed class Ceiling : ICapabilityCeiling
    {
        public long Version { get; set; }

        public bool IsLow { get; set; }

        public bool Permits(DecisionContext context, CapabilityId capability) => !IsLow;
    }

    private static Subject Of(string id, params string[] roles) => new(id, Main, roles) { Issuer = "i" };

    private static Grant PermitDrop(string id) => new("g", GrantKind.Permit, "i", id, Main, "a:drop");

    private Task<Subject> BindAsync(Subject subject) => _cache.BindAsync(subject, TestContext.Current.CancellationToken).AsTask();

    private async Task<bool> MayAsync(Subject subject, CapabilityId capability) => _decisions.Check(await BindAsync(subject), capability).IsPermitted;

    [Fact]
    public async Task A_hundred_who_bind_one_person_at_once_ask_the_store_once()
    {
        TaskCompletionSource gate = new();
        _grants.Gate = gate.Task;
        _grants.All = [PermitDrop("u")];

        var binds = Enumerable.Range(0, 100).Select(_ => BindAsync(Of("u", "r"))).ToArray();
        gate.SetResult();
        var subjects = await Task.WhenAll(binds);

        Assert.Equal(1, _grants.Asked);
        Assert.All(subjects, s => Assert.True(_decisions.Check(s, Drop).IsPermitted));
        await BindAsync(Of("u", "r"));
        Assert.Equal(1, _grants.Asked);
    }

    [Fact]
    public async Task S06_Who_shares_a_load_under_another_name_is_bound_until_the_same_moment()
    {
        TaskCompletionSource gate = new();
        _grants.Gate = gate.Task;
        _grants.All = [new("g", GrantKind.Role, "i", "u", Main, "r") { Until = Noon.AddSeconds(5) }];

        var (one, other) = (BindAsync(Of("u")), BindAsync(new("u", Main, []) { Issuer = "i", Name = "U" }));
        gate.SetResult();

        Assert.Equal((Noon.AddSeconds(5), Noon.AddSeconds(5)), ((await one).BoundUntil, (await other).BoundUntil));
        Assert.Equal(("", "U", 1), ((await one).Name, (await other).Name, _grants.Asked));
    }

    [Fact]
    public async Task A_fault_reaches_everybody_who_waits_and_is_not_remembered()
    {
        _grants.Gate = Task.FromException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => BindAsync(Of("u", "r")));
        _grants.Gate = Task.CompletedTask;

        Assert.True(await MayAsync(Of("u", "r"), View));
    }

    [Fact]
    public async Task What_is_remembered_counts_for_60_seconds_at_most()
    {
        Assert.False(await MayAsync(Of("u", "r"), Drop));
        _grants.All = [PermitDrop("u")];

        _clock.Advance(CksRbacOptions.LongestLifetime - TimeSpan.FromTicks(1));
        Assert.False(await MayAsync(Of("u", "r"), Drop));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(await MayAsync(Of("u", "r"), Drop));
        Assert.Equal(TimeSpan.FromSeconds(60), CksRbacOptions.LongestLifetime);
    }

    [Theory]
    [InlineData(999, false)]
    [InlineData(1_000, true)]
    [InlineData(60_000, true)]
    [InlineData(60_001, false)]
    public void How_long_that_is_can_be_made_shorter(int milliseconds, bool isUsable)
    {
        var options = new CksRbacOptions { CacheLifetime = TimeSpan.FromMilliseconds(milliseconds) };
        Assert.Equal(isUsable, Record.Exception(() => new CksRbacOptionsCheck().Validate(null, options)) is null);
    }

    [Fact]
    public async Task What_is_remembered_counts_for_as_long_as_the_options_say()
    {
        PermissionCache cache = new(_builder, _grants, new() { CacheLifetime = TimeSpan.FromSeconds(2) });
        var subject = await cache.BindAsync(Of("u", "r"), TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Same(subject, await cache.BindAsync(Of("u", "r"), TestContext.Current.CancellationToken));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotSame(subject, await cache.BindAsync(Of("u", "r"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_60_seconds_begin_before_the_store_is_asked()
    {
        TaskCompletionSource gate = new();
        _grants.Gate = gate.Task;
        var bound = BindAsync(Of("u", "r"));
        _grants.Gate = Task.CompletedTask;
        _grants.All = [PermitDrop("u")];
        _clock.Advance(TimeSpan.FromSeconds(50));
        gate.SetResult();
        await bound;

        Assert.False(await MayAsync(Of("u", "r"), Drop));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await MayAsync(Of("u", "r"), Drop));
    }

    [Fact]
    public async Task The_edge_of_a_rule_ends_what_is_remembered()
    {
        Assert.False(await MayAsync(Of("u", "timed"), View));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True(await MayAsync(Of("u", "timed"), View));
        _clock.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        Assert.True(await MayAsync(Of("u", "timed"), View));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(await MayAsync(Of("u", "timed"), View));
    }

    [Fact]
    public async Task The_edge_of_a_grant_ends_what_is_remembered()
    {
        _grants.All = [PermitDrop("u") with { From = Noon.AddSeconds(5), Until = Noon.AddSeconds(7) }];

        Assert.False(await MayAsync(Of("u", "r"), Drop));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await MayAsync(Of("u", "r"), Drop));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await MayAsync(Of("u", "r"), Drop));
        Assert.Equal(3, _grants.Asked);
    }

    [Fact]
    public async Task A_step_up_that_no_clock_will_reach_is_not_met_and_breaks_nothing() =>
        Assert.Equal(DecisionReason.ObligationUnmet, _decisions.Check(await BindAsync(new("u", Main, ["proved"]) { Issuer = "i", SteppedUpAt = DateTimeOffset.MaxValue }), Drop).Reason);

    [Fact]
    public async Task The_edge_of_a_step_up_ends_what_is_remembered()
    {
        Subject Proved() => new("u", Main, ["proved"]) { Issuer = "i", SteppedUpAt = Noon.AddSeconds(1) };

        Assert.False(await MayAsync(Proved(), Drop));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await MayAsync(Proved(), Drop));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await MayAsync(Proved(), Drop));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(await MayAsync(Proved(), Drop));
    }

    [Fact]
    public async Task A_swap_of_the_policy_ends_what_is_remembered_and_a_rollback_as_well()
    {
        var before = await BindAsync(Of("u", "r"));
        Assert.True(_store.TryActivate(PolicyText.Read(Json.Replace("\"a:view\"] }] },\n", "\"a:drop\"] }] },\n")), "2"u8, out _));

        Assert.Equal((false, true), (await MayAsync(Of("u", "r"), View), await MayAsync(Of("u", "r"), Drop)));
        Assert.True(_decisions.Check(before, View).IsPermitted); // one subject, one policy
        Assert.True(_store.RollBack(1, "tester", "back").IsActivated);
        Assert.Equal((true, false), (await MayAsync(Of("u", "r"), View), await MayAsync(Of("u", "r"), Drop)));
    }

    [Fact]
    public async Task A_new_version_of_a_ceiling_ends_what_is_remembered()
    {
        Assert.True(await MayAsync(Of("u", "r"), View));
        (_ceiling.IsLow, _ceiling.Version) = (true, 1);

        Assert.Equal(DecisionReason.Ceiling, _decisions.Check(await BindAsync(Of("u", "r")), View).Reason);
    }

    [Fact]
    public async Task Ceilings_that_change_at_once_do_not_cancel_out()
    {
        Ceiling one = new(), other = new() { Version = 31 };
        PermissionBuilder builder = new(_store, [one, other], _clock);
        PermissionCache cache = new(builder, null, new());
        await cache.BindAsync(Of("u", "r"), TestContext.Current.CancellationToken);
        (one.IsLow, one.Version, other.Version) = (true, 1, 0);

        var subject = await cache.BindAsync(Of("u", "r"), TestContext.Current.CancellationToken);
        Assert.False(new PolicyDecisionPoint(builder, ResourceMaps.None, new([]), usesGrants: false).Check(subject, View).IsPermitted);
    }

    [Fact]
    public async Task A_person_is_forgotten_and_nobody_else()
    {
        await BindAsync(Of("u", "r"));
        await BindAsync(Of("v", "r"));
        await BindAsync(new("u", Main, ["r"]) { Issuer = "other" });
        Assert.Equal(3, _grants.Asked);

        _cache.Forget("i", "u");
        await BindAsync(Of("v", "r"));
        await BindAsync(new("u", Main, ["r"]) { Issuer = "other" });
        Assert.Equal(3, _grants.Asked);
        await BindAsync(Of("u", "r"));
        Assert.Equal(4, _grants.Asked);
    }

    [Fact]
    public async Task Whoever_is_forgotten_while_a_load_is_under_way_does_not_keep_what_it_brings()
    {
        TaskCompletionSource gate = new();
        _grants.Gate = gate.Task;
        var old = BindAsync(Of("u", "r"));
        _grants.Gate = Task.CompletedTask;
        _grants.All = [PermitDrop("u")];
        _cache.Forget("i", "u");

        Assert.True(await MayAsync(Of("u", "r"), Drop));
        gate.SetResult();
        await old;
        Assert.True(await MayAsync(Of("u", "r"), Drop));
    }

    [Fact]
    public async Task Once_a_person_is_forgotten_nobody_who_binds_later_gets_older_grants()
    {
        Rounds.AllOfThem();
        _grants.All = [PermitDrop("u") with { Id = "0" }];
        using CancellationTokenSource end = new();
        var (published, seen) = (0, 0);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var least = Volatile.Read(ref published);
                var rule = _decisions.Check(await _cache.BindAsync(Of("u", "r"), CancellationToken.None), Drop).Rule!;
                Assert.True(int.Parse(rule.AsSpan("grant:".Length), CultureInfo.InvariantCulture) >= least, $"{rule} after {least}");
                Interlocked.Increment(ref seen);
            }
        })).ToArray();
        for (var change = 1; change <= 500 && !readers.Any(r => r.IsCompleted); change++)
        {
            _grants.Gate = Task.Run(() => Thread.SpinWait(published % 7 * 100));
            _grants.All = [PermitDrop("u") with { Id = $"{change}" }];
            _cache.Forget("i", "u");
            Volatile.Write(ref published, change);
            for (var before = Volatile.Read(ref seen); Volatile.Read(ref seen) == before && !readers.Any(r => r.IsCompleted);)
                await Task.Yield();
        }

        await end.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task What_nobody_waited_for_in_the_end_is_given_to_nobody_later()
    {
        TaskCompletionSource gate = new();
        _grants.Gate = gate.Task;
        using CancellationTokenSource tired = new();
        var given = _cache.BindAsync(Of("u", "r"), tired.Token).AsTask();
        await tired.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        gate.SetResult();
        _grants.Gate = Task.CompletedTask;
        Assert.True(await MayAsync(Of("u", "r"), View));

        _grants.All = [PermitDrop("u")];
        (_ceiling.IsLow, _ceiling.Version) = (true, 1);
        Assert.Equal(DecisionReason.Ceiling, _decisions.Check(await BindAsync(Of("u", "r")), View).Reason);
        (_ceiling.IsLow, _ceiling.Version) = (false, 2);
        Assert.True(await MayAsync(Of("u", "r"), Drop));
    }

    [Fact]
    public async Task It_is_bounded_and_forgets_rather_than_mixes_people_up()
    {
        PermissionCache cache = new(_builder, _grants, new() { RememberedSubjects = 4 });
        _grants.All = [PermitDrop("u7")];
        for (var round = 0; round < 3; round++)
            for (var i = 0; i < 50; i++)
            {
                var subject = await cache.BindAsync(Of($"u{i}", "r"), TestContext.Current.CancellationToken);
                Assert.Equal(($"u{i}", i == 7), (subject.Id, _decisions.Check(subject, Drop).IsPermitted));
            }

        // Four at most are left of each round.
        var asked = _grants.Asked;
        Assert.InRange(asked, 50 + 46 + 46, 150);
        await cache.BindAsync(Of("u49", "r"), TestContext.Current.CancellationToken);
        Assert.Equal(asked, _grants.Asked);
    }

    [Fact]
    public async Task S06_an_impersonated_limited_or_stepped_up_call_never_gets_or_leaves_the_plain_ones_permissions()
    {
        _grants.All = [PermitDrop("u")];
        Func<Subject>[] kinds =
        [
            () => Of("u", "r", "proved"),
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", Actor = "admin", ActorRoles = ["r", "proved"] },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", Actor = "admin", ActorRoles = ["proved"] },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", Credential = "key1" },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", Credential = "key1", CredentialCapabilities = ["a:view"] },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", CredentialCapabilities = [] },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", SteppedUpAt = Noon },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", IsTest = true },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", Code = "C" },
            () => new("u", Main, ["r", "proved"]) { Issuer = "i", Type = "service" },
            () => new("u", TenantId.Parse("other"), ["r", "proved"]) { Issuer = "i" },
            () => new("u", Main, ["r", "proved"]) { Issuer = "j" },
        ];
        DecisionReason[] views = [.. kinds.Select((_, i) => i is 2 ? DecisionReason.BeyondActor : i is 5 ? DecisionReason.BeyondCredential : DecisionReason.Permitted)];
        DecisionReason[] drops = [.. kinds.Select((_, i) => i is 1 or 2 ? DecisionReason.BeyondActor : i is 4 or 5 ? DecisionReason.BeyondCredential : i is 10 or 11 ? DecisionReason.ObligationUnmet : DecisionReason.Permitted)];

        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), async (seed, _) =>
        {
            var kind = new Random(seed).Next(kinds.Length);
            var asked = kinds[kind]();
            var subject = await BindAsync(asked);
            Assert.Equal((asked.Context, views[kind], drops[kind]), (subject.Context, _decisions.Check(subject, View).Reason, _decisions.Check(subject, Drop).Reason));
            if (seed % 50 == 0)
                _cache.Forget("i", "u");
        });
    }

    [Fact]
    public async Task A_name_for_show_is_the_callers_own_and_asks_for_nothing_anew()
    {
        var one = await BindAsync(new("u", Main, ["r"]) { Issuer = "i", Name = "One" });
        var other = await BindAsync(new("u", Main, ["r"]) { Issuer = "i", Name = "Other" });

        Assert.Equal(("One", "Other"), (one.Name, other.Name));
    }

    [Fact]
    public async Task S25_a_principal_that_got_a_second_identity_is_bound_anew_whatever_others_of_the_person_have()
    {
        ClaimsIdentity Session() => new([new(CksClaimTypes.Issuer, "i"), new(CksClaimTypes.Subject, "u"), new(CksClaimTypes.Role, "r"), new(CksClaimTypes.Tenant, "main")], CksClaimTypes.SessionIdentity, CksClaimTypes.Name, CksClaimTypes.Role);
        SessionSubjectFactory factory = new([], _cache);
        ClaimsPrincipal one = new(Session()), other = new([Session(), new ClaimsIdentity()]);
        Assert.Equal(["r"], (await factory.CreateAsync(one, TestContext.Current.CancellationToken)).Roles);
        Assert.Equal(["r"], (await factory.CreateAsync(other, TestContext.Current.CancellationToken)).Roles);

        one.AddIdentity(Session());

        Assert.Empty((await factory.CreateAsync(one, TestContext.Current.CancellationToken)).Roles);
    }

    [Fact]
    public async Task A_principal_that_is_seen_again_gets_the_same_subject_until_something_changes()
    {
        SessionSubjectFactory factory = new([], _cache);
        ClaimsPrincipal user = new(new ClaimsIdentity([new(CksClaimTypes.Issuer, "i"), new(CksClaimTypes.Subject, "u"), new(CksClaimTypes.Role, "r"), new(CksClaimTypes.Tenant, "main")], CksClaimTypes.SessionIdentity, CksClaimTypes.Name, CksClaimTypes.Role));
        var first = await factory.CreateAsync(user, TestContext.Current.CancellationToken);
        Assert.Same(first, await factory.CreateAsync(user, TestContext.Current.CancellationToken));

        _cache.Forget("i", "u");
        var second = await factory.CreateAsync(user, TestContext.Current.CancellationToken);
        Assert.NotSame(first, second);
        _ceiling.Version++;
        var third = await factory.CreateAsync(user, TestContext.Current.CancellationToken);
        Assert.NotSame(second, third);
        _clock.Advance(CksRbacOptions.LongestLifetime);
        Assert.NotSame(third, await factory.CreateAsync(user, TestContext.Current.CancellationToken));
    }
}
