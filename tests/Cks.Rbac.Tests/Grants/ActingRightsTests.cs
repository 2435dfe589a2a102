namespace Cks.Rbac.Tests.Grants;

/// <summary>S12: the rights of whoever acts in another's place, as they come and go. <c>tests/Cks.Rbac.Tests/Model/ActingTests</c> has random ones.</summary>
public sealed class ActingRightsTests
{
    private static readonly string Eve = $"{GrantWorld.Issuer.Length}:{GrantWorld.Issuer}eve";

    private static Subject Acting(string role, params string[] own) => new("bob", GrantWorld.Main, [role]) { Issuer = GrantWorld.Issuer, Code = "BOB", Actor = Eve, ActorCode = "EVE", ActorRoles = own };

    [Fact]
    public async Task S12_What_the_actor_is_not_permitted_is_not_permitted_in_anothers_place()
    {
        await using var world = new GrantWorld();
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(Acting("boss", "boss"), "orders:cancel"));
        Assert.Equal(DecisionReason.BeyondActor, await world.MayAsync(Acting("boss", "manager"), "orders:cancel"));
        Assert.Equal(DecisionReason.BeyondActor, await world.MayAsync(Acting("boss"), "orders:view"));
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(Acting("manager", "boss"), "orders:cancel"));
        Assert.Contains("whoever acts in the person's place", world.Services.GetService(typeof(IPolicyExplainer)) is IPolicyExplainer explainer
            ? explainer.Explain(await world.BindAsync(Acting("boss", "manager")), CapabilityId.Of("orders:cancel")).ToText() : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task S12_Rows_and_fields_are_those_of_both()
    {
        await using var world = new GrantWorld();
        var (subject, accept, view) = (await world.BindAsync(Acting("boss", "manager")), CapabilityId.Of("orders:accept"), CapabilityId.Of("orders:view"));
        Assert.Equal(DecisionReason.NeedsResource, world.Decisions.Check(subject, accept).Reason);
        Assert.Equal(DecisionReason.Permitted, (await world.Decisions.CheckAsync(subject, accept, new Order("open", "x", 1), TestContext.Current.CancellationToken)).Reason);
        Assert.Equal(DecisionReason.BeyondActor, (await world.Decisions.CheckAsync(subject, accept, new Order("closed", "x", 1), TestContext.Current.CancellationToken)).Reason);
        Assert.Equal(DecisionReason.BeyondActor, (await world.Decisions.CheckAsync(subject, accept, new Order(null, "x", 1), TestContext.Current.CancellationToken)).Reason);
        Assert.Equal("code,status status", $"{string.Join(',', world.Planner.Fields(subject, view).Read.Names.Order(StringComparer.Ordinal))} {string.Join(',', world.Planner.Fields(subject, view).Write.Names)}");
        // "creator": "$code" is the code of each.
        var crew = await world.BindAsync(Acting("boss", "crew"));
        Assert.Equal(DecisionReason.Permitted, (await world.Decisions.CheckAsync(crew, view, new Order("open", "EVE", 1), TestContext.Current.CancellationToken)).Reason);
        Assert.Equal(DecisionReason.BeyondActor, (await world.Decisions.CheckAsync(crew, view, new Order("open", "BOB", 1), TestContext.Current.CancellationToken)).Reason);
        Assert.True(world.Planner.Plan(await world.BindAsync(Acting("crew", "crew")), view).Where is { Kind: PlanNodeKind.All, Nodes.Count: 2 });
    }

    [Fact]
    public async Task S12_A_grant_of_the_actor_counts_from_when_it_is_given_until_it_is_taken()
    {
        await using var world = new GrantWorld(GrantWorld.Role("g1", "eve", "crew"));
        Task<DecisionReason> MayAsync() => world.MayAsync(Acting("boss"), "orders:accept");
        Assert.Equal(DecisionReason.BeyondActor, await MayAsync());
        var given = await world.GrantAsync(GrantWorld.Of("ann", "boss"), GrantRequest.Permit(GrantWorld.Person("eve"), "orders:accept", "helps") with { Until = GrantWorld.Noon.AddSeconds(30) });
        Assert.True(given.IsDone, given.ToString());
        Assert.Equal(DecisionReason.Permitted, await MayAsync());
        await world.Desk.RevokeAsync(GrantWorld.Of("ann", "boss"), GrantWorld.Person("eve"), given.Record!.Grants[0].Id, "no", TestContext.Current.CancellationToken);
        Assert.Equal(DecisionReason.BeyondActor, await MayAsync());

        Assert.True((await world.GrantAsync(GrantWorld.Of("ann", "boss"), GrantRequest.Permit(GrantWorld.Person("eve"), "orders:accept", "helps") with { Until = GrantWorld.Noon.AddSeconds(30) })).IsDone);
        Assert.Equal(DecisionReason.Permitted, await MayAsync());
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(DecisionReason.BeyondActor, await MayAsync());
    }

    [Fact]
    public async Task S12_A_deny_and_a_ceiling_of_the_actor_count_as_well()
    {
        await using var world = new GrantWorld(new Grant("d1", GrantKind.Deny, GrantWorld.Issuer, "eve", GrantWorld.Main, "orders:view"));
        Assert.Equal(DecisionReason.BeyondActor, await world.MayAsync(Acting("boss", "boss"), "orders:view"));
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(Acting("boss", "boss"), "orders:cancel"));
        world.NarrowedOfRole.Add("lead orders:cancel");
        Assert.Equal(DecisionReason.BeyondActor, await world.MayAsync(Acting("boss", "boss", "lead"), "orders:cancel"));
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(GrantWorld.Of("bob", "boss"), "orders:view"));
    }

    [Fact]
    public async Task S12_The_glass_that_either_has_broken_lends_nothing_in_anothers_place()
    {
        await using var world = new GrantWorld();
        Assert.True((await world.Desk.BreakGlassAsync(GrantWorld.Of("eve", "keeper"), TimeSpan.FromMinutes(10), "fire", TestContext.Current.CancellationToken)).IsDone);
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(GrantWorld.Of("eve", "keeper"), "orders:cancel"));
        Assert.Equal(DecisionReason.BeyondActor, await world.MayAsync(Acting("boss", "keeper"), "orders:cancel"));
    }

    [Fact]
    public async Task S12_Nobody_whose_grants_are_not_known_acts()
    {
        await using var world = new GrantWorld();
        var builder = (PermissionBuilder)world.Services.GetService(typeof(PermissionBuilder))!;
        var (subject, view) = (Acting("boss", "boss"), CapabilityId.Of("orders:view"));
        Assert.Equal(DecisionReason.BeyondActor, builder.Build(subject.Context, []).Permissions.Decide(view).Reason);
        Assert.Equal(DecisionReason.Permitted, builder.Build(subject.Context, [], []).Permissions.Decide(view).Reason);
        Assert.Equal(DecisionReason.Permitted, builder.Build(subject.Context, null).Permissions.Decide(view).Reason);
    }

    [Theory]
    [InlineData("told", "told", DecisionReason.ObligationUnmet)]
    [InlineData("told", "free", DecisionReason.ObligationUnmet)]
    [InlineData("free", "free", DecisionReason.Permitted)]
    // What the actor has to do, and nobody asks for in the other's place, is never done.
    [InlineData("free", "told", DecisionReason.BeyondActor)]
    [InlineData("told", "proved", DecisionReason.BeyondActor)]
    [InlineData("proved", "proved", DecisionReason.BeyondActor)]
    public void S12_An_obligation_of_the_actor_is_met_or_nothing_is_permitted(string role, string own, DecisionReason reason)
    {
        const string json = """
            {
              "version": 1, "resources": { "a": { "actions": ["view"] } }, "obligations": { "tell": {}, "step-up": { "within": 300 } },
              "roles": {
                "free": { "permit": [{ "id": "f", "actions": ["a:view"] }] },
                "told": { "permit": [{ "id": "t", "actions": ["a:view"], "obligations": ["tell"] }] },
                "proved": { "permit": [{ "id": "p", "actions": ["a:view"], "obligations": ["step-up"] }] }
              }
            }
            """;
        var decisions = new PolicyDecisionPoint(Policies.PolicyText.Store(json));
        var decision = decisions.Check(new Subject("u", GrantWorld.Main, [role]) { Actor = "a", ActorRoles = [own], SteppedUpAt = TimeProvider.System.GetUtcNow() }, CapabilityId.Of("a:view"));
        Assert.Equal(reason, decision.Reason);
        Assert.Equal(reason == DecisionReason.BeyondActor ? DecisionReason.BeyondActor : DecisionReason.Permitted, decision.After(new HashSet<string> { "tell", "step-up" }).Reason);
    }
}
