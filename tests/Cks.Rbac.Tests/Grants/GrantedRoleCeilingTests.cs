using Cks.Core;

namespace Cks.Rbac.Tests.Grants;

/// <summary>S09: a ceiling of any role of somebody denies, wherever the role comes from.</summary>
public sealed class GrantedRoleCeilingTests
{
    [Fact]
    public async Task S09_A_role_that_was_granted_is_judged_as_one_of_the_session_is()
    {
        await using var world = new GrantWorld(GrantWorld.Role("g1", "bob", "manager"));
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(GrantWorld.Of("bob", "crew"), "orders:view"));
        world.NarrowedOfRole.Add("manager orders:view");

        Assert.Equal(DecisionReason.Ceiling, await world.MayAsync(GrantWorld.Of("bob", "crew"), "orders:view"));
        Assert.Equal(DecisionReason.Ceiling, await world.MayAsync(GrantWorld.Of("cid", "manager"), "orders:view"));
        Assert.Equal(DecisionReason.NeedsResource, await world.MayAsync(GrantWorld.Of("dan", "crew"), "orders:view"));
        Assert.True(world.Planner.Plan(await world.BindAsync(GrantWorld.Of("bob", "crew")), CapabilityId.Of("orders:view")).IsNothing);
    }

    [Fact]
    public async Task S09_A_role_of_which_only_denies_count_is_judged_all_the_same()
    {
        // Duties keep it apart from the role of the session.
        await using var world = new GrantWorld(GrantWorld.Role("g1", "bob", "auditor"));
        world.NarrowedOfRole.Add("auditor orders:view");
        Assert.Equal(DecisionReason.Ceiling, await world.MayAsync(GrantWorld.Of("bob", "crew"), "orders:view"));
    }

    [Theory]
    [InlineData("boss orders:view", false)]
    [InlineData("manager orders:view", false)]
    [InlineData("crew orders:view", true)]
    public async Task S09_Nobody_gives_what_a_ceiling_of_a_granted_role_takes_from_them(string narrowed, bool isDone)
    {
        // The one has it by the session, the other one's role begins later: for as long as the grant lasts both count.
        await using var world = new GrantWorld(GrantWorld.Role("g1", "ann", "boss"), GrantWorld.Role("g2", "ann", "manager") with { From = GrantWorld.Noon.AddDays(1) });
        world.NarrowedOfRole.Add(narrowed);
        var outcome = await world.GrantAsync(GrantWorld.Of("ann"), GrantRequest.Permit(GrantWorld.Person("bob"), "orders:view", "helps"));
        Assert.Equal((isDone, isDone ? outcome.ToString() : "beyond_holding: orders:view"), (outcome.IsDone, outcome.ToString()));
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(36, false)]
    public async Task S09_A_role_that_begins_when_the_grant_is_over_takes_nothing_from_it(int hours, bool isDone)
    {
        await using var world = new GrantWorld(GrantWorld.Role("g1", "ann", "boss"), GrantWorld.Role("g2", "ann", "manager") with { From = GrantWorld.Noon.AddDays(1) });
        world.NarrowedOfRole.Add("manager orders:view");
        var outcome = await world.GrantAsync(GrantWorld.Of("ann"), GrantRequest.Permit(GrantWorld.Person("bob"), "orders:view", "helps") with { Until = GrantWorld.Noon.AddHours(hours) });
        Assert.Equal((isDone, isDone ? outcome.ToString() : "beyond_holding: orders:view"), (outcome.IsDone, outcome.ToString()));
    }

    [Fact]
    public void S06_Nobody_shares_what_depends_on_more_than_roles()
    {
        var json = GrantWorld.Json;
        var builder = new PermissionBuilder(Policies.PolicyText.Store(json), [], TimeProvider.System);
        var timed = new PermissionBuilder(Policies.PolicyText.Store(Timed), [], TimeProvider.System);
        var main = TenantId.Parse("main");
        Subject ann = new("ann", main, ["boss"]), bob = new("bob", main, ["boss"]);
        EffectivePermissions Of(Subject subject, params Grant[] grants) => builder.Build(subject.Context, grants, []).Permissions;
        Grant permit = GrantWorld.Role("g", "bob", "x") with { Kind = GrantKind.Permit, Name = "orders:view" };

        var shared = Of(ann);
        Assert.Same(shared, Of(bob));
        Assert.NotSame(shared, Of(bob, permit));
        Assert.NotSame(shared, Of(bob, permit with { Kind = GrantKind.Deny }));
        Assert.NotSame(shared, Of(bob, permit with { Kind = GrantKind.BreakGlass, Name = "" }));
        Assert.NotSame(shared, Of(bob, GrantWorld.Role("g", "bob", "manager")));
        Assert.NotSame(shared, Of(new("bob", main, ["boss"]) { Actor = "eve", ActorRoles = ["boss"] }));
        Assert.NotSame(shared, Of(new("bob", main, ["boss"]) { Credential = "key" }));
        Assert.NotSame(shared, Of(new("bob", main, ["boss"]) { CredentialCapabilities = ["orders:view"] }));
        Assert.NotSame(shared, Of(new("bob", main, ["boss"]) { SteppedUpAt = GrantWorld.Noon }));
        Assert.Same(shared, Of(new("bob", main, ["boss", "nobody", "/", "orders:view"])));
        List<string> changing = ["boss"];
        var context = new DecisionContext("bob", main, changing);
        Assert.Same(shared, builder.Build(context, []).Permissions);
        changing[0] = "nobody";
        Assert.NotSame(shared, builder.Build(context, []).Permissions);
        Assert.NotSame(timed.Build(ann.Context, []).Permissions, timed.Build(bob.Context, []).Permissions);
        Assert.Same(shared, Of(bob));
    }

    [Fact]
    public void S06_What_is_shared_ends_with_what_the_ceilings_said()
    {
        var ceiling = new ByTenant();
        var builder = new PermissionBuilder(Policies.PolicyText.Store(GrantWorld.Json), [ceiling], TimeProvider.System);
        EffectivePermissions Of(string id) => builder.Build(new Subject(id, TenantId.Parse("main"), ["boss"]).Context, []).Permissions;
        var before = Of("ann");
        Assert.Same(before, Of("bob"));

        ceiling.Low = "nobody";
        var after = Of("ann");
        Assert.NotSame(before, after);
        Assert.Same(after, Of("bob"));
    }

    private const string Timed = """
        {
          "version": 1, "resources": { "orders": { "actions": ["view"] } },
          "roles": { "boss": { "permit": [{ "actions": ["orders:view"], "from": "2026-01-01T00:00:00Z" }] } }
        }
        """;

    [Fact]
    public void S06_Those_with_the_same_roles_share_what_they_may_where_the_ceilings_say_the_same_of_them()
    {
        var ceiling = new ByTenant();
        var builder = new PermissionBuilder(Policies.PolicyText.Store(GrantWorld.Json), [ceiling], TimeProvider.System);
        EffectivePermissions Of(string id, string tenant, string role) => builder.Build(new Subject(id, TenantId.Parse(tenant), [role]).Context, []).Permissions;

        Assert.Same(Of("ann", "main", "boss"), Of("bob", "main", "boss"));
        Assert.Same(Of("ann", "other", "boss"), Of("bob", "other", "boss"));
        Assert.NotSame(Of("ann", "main", "boss"), Of("ann", "other", "boss"));
        Assert.NotSame(Of("ann", "main", "boss"), Of("ann", "main", "manager"));
        var view = CapabilityId.Of("orders:view");
        Assert.Equal((DecisionReason.Permitted, DecisionReason.Ceiling), (Of("ann", "main", "boss").Decide(view).Reason, Of("ann", "other", "boss").Decide(view).Reason));
        ceiling.Low = "main";
        Assert.Equal((DecisionReason.Ceiling, DecisionReason.Permitted), (Of("ann", "main", "boss").Decide(view).Reason, Of("ann", "other", "boss").Decide(view).Reason));
    }

    private sealed class ByTenant : ICapabilityCeiling
    {
        public string Low { get; set; } = "other";

        public long Version => Low.Length;

        public bool Permits(DecisionContext context, CapabilityId capability) => capability.Name != "orders:view" || context.Tenant.Value != Low;
    }
}
