using Cks.Core;
using Cks.Rbac.Tests.Policies;

namespace Cks.Rbac.Tests.Grants;

public sealed class GrantedRulesTests
{
    private const string Json = """
        {
          "version": 1,
          "resources": { "a": { "actions": ["view", "drop"], "fields": ["x", "y"], "attributes": ["p"] } },
          "duties": [{ "id": "apart", "roles": ["makes", "checks"] }],
          "roles": {
            "r": { "permit": [{ "id": "r-view", "actions": ["a:view"], "fields": { "read": ["x", "y"], "write": ["x"] } }] },
            "makes": { "permit": [{ "id": "m", "actions": ["a:drop"] }] },
            "checks": { "permit": [{ "id": "c", "actions": ["a:view"] }], "deny": [{ "id": "c-drop", "actions": ["a:drop"] }] }
          }
        }
        """;

    private static readonly CapabilityId View = CapabilityId.Of("a:view");
    private static readonly CapabilityId Drop = CapabilityId.Of("a:drop");
    private static readonly TenantId Main = TenantId.Parse("main");
    private readonly HeldGrants _grants = new();
    private readonly PermissionCache _cache;
    private readonly PolicyDecisionPoint _decisions;

    public GrantedRulesTests()
    {
        PermissionBuilder builder = new(PolicyText.Store(Json), [], TimeProvider.System);
        _cache = new(builder, _grants, new());
        _decisions = new(builder, new([new ResourceMap<string>("a").Attribute("p", s => s)]), new([]), usesGrants: true);
    }

    private static Grant Of(GrantKind kind, string name) => new("g1", kind, "i", "u", Main, name);

    private async Task<Subject> WithAsync(string[] roles, params Grant[] grants)
    {
        _grants.All = [.. grants];
        return await _cache.BindAsync(new("u", Main, roles) { Issuer = "i" }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_granted_permit_and_a_granted_deny_are_rules_of_their_own()
    {
        var permitted = _decisions.Check(await WithAsync([], Of(GrantKind.Permit, "a:drop")), Drop);
        Assert.Equal((DecisionReason.Permitted, "grant:g1"), (permitted.Reason, permitted.Rule));
        _cache.Clear();

        var denied = _decisions.Check(await WithAsync(["r"], Of(GrantKind.Deny, "a:view")), View);
        Assert.Equal((DecisionReason.Denied, "grant:g1"), (denied.Reason, denied.Rule));
    }

    [Fact]
    public async Task Whoever_has_grants_and_no_role_has_no_role()
    {
        var subject = await WithAsync(["unheard"], Of(GrantKind.Permit, "a:drop"));

        Assert.Equal(DecisionReason.NoRole, _decisions.Check(subject, View).Reason);
        Assert.True(_decisions.Check(subject, Drop).IsPermitted);
    }

    [Fact]
    public async Task A_deny_with_fields_hides_them_and_one_with_empty_lists_denies_the_capability()
    {
        var hidden = await WithAsync(["r"], Of(GrantKind.Deny, "a:view") with { Read = ["y"], Write = ["x"] });
        Assert.True(_decisions.Check(hidden, View).IsPermitted);
        Assert.Equal(["x"], _decisions.Fields(hidden, View).Names);
        Assert.True(_decisions.Fields(hidden, View).Write.IsEmpty);
        _cache.Clear();

        var denied = await WithAsync(["r"], Of(GrantKind.Deny, "a:view") with { Read = [], Write = [] });
        Assert.Equal(DecisionReason.Denied, _decisions.Check(denied, View).Reason);
    }

    [Theory]
    [InlineData("""{ "q": "1" }""")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{ "is": "own" }""")]
    public async Task A_condition_that_the_policy_cannot_read_never_permits_and_always_denies(string when)
    {
        var permit = await WithAsync([], Of(GrantKind.Permit, "a:drop") with { When = when });
        Assert.False((await _decisions.CheckAsync(permit, Drop, "1", TestContext.Current.CancellationToken)).IsPermitted);
        _cache.Clear();

        var deny = await WithAsync(["r"], Of(GrantKind.Deny, "a:view") with { When = when, Read = ["y"] });
        Assert.Equal(DecisionReason.Denied, (await _decisions.CheckAsync(deny, View, "1", TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public async Task A_granted_role_that_duties_keep_apart_permits_nothing_and_denies_what_it_denies()
    {
        var subject = await WithAsync(["makes"], Of(GrantKind.Role, "checks"));

        Assert.False(_decisions.Check(subject, View).IsPermitted);
        Assert.Equal((DecisionReason.Denied, "c-drop"), (_decisions.Check(subject, Drop).Reason, _decisions.Check(subject, Drop).Rule));
    }

    [Fact]
    public async Task An_unbound_subject_is_refused_whatever_is_asked_where_grants_are_used()
    {
        Subject unbound = new("u", Main, ["r"]);

        Assert.Equal(DecisionReason.GrantsUnknown, _decisions.Check(unbound, View).Reason);
        // Who stands for a role, as in an audience, is nobody's person, and nobody has granted it anything.
        var role = new Subject("", unbound.Tenant, unbound.Roles);
        Assert.Equal(_decisions.Check(await _cache.BindAsync(role, TestContext.Current.CancellationToken), View).Reason, _decisions.Check(role, View).Reason);
        Assert.NotEqual(DecisionReason.GrantsUnknown, _decisions.Check(role, View).Reason);
        Assert.Equal(DecisionReason.GrantsUnknown, (await _decisions.CheckAsync(unbound, View, "1", TestContext.Current.CancellationToken)).Reason);
        Assert.All(await _decisions.CheckAllAsync(unbound, View, ["1", "2"], TestContext.Current.CancellationToken), d => Assert.Equal(DecisionReason.GrantsUnknown, d.Reason));
        var batch = new Decision[1];
        _decisions.Check(unbound, [View], batch);
        Assert.Equal(DecisionReason.GrantsUnknown, batch[0].Reason);
        Assert.True(_decisions.Plan(unbound, View).IsNothing);
        Assert.Empty(await _decisions.FilterAsync(unbound, View, ["1"], TestContext.Current.CancellationToken));
        Assert.True(_decisions.Fields(unbound, View).IsEmpty);
        Assert.Empty(_decisions.WhatCan(unbound));
    }
}
