using Cks.Rbac.Tests.Policies;

namespace Cks.Rbac.Tests.Decisions;

public sealed class PolicyDecisionPointTests
{
    private const string Json = """
        {
          "version": 1,
          "resources": { "orders": { "actions": ["view", "accept"], "fields": ["code", "price", "margin"] } },
          "roles": {
            "staff": { "permit": [{ "id": "s1", "actions": ["orders:view"], "fields": { "read": ["code", "price"] } }] },
            "contractor": { "inherits": ["staff"], "permit": [{ "id": "c1", "actions": ["orders:*"] }] },
            "trainee": { "inherits": ["contractor"], "deny": [{ "id": "t1", "actions": ["orders:accept"] }, { "id": "t2", "actions": ["orders:view"], "fields": { "read": ["price"] } }] }
          }
        }
        """;

    private static readonly CapabilityId View = CapabilityId.Of("orders:view");
    private static readonly CapabilityId Accept = CapabilityId.Of("orders:accept");
    private readonly PolicyDecisionPoint _decisions = PolicyText.DecisionPoint(Json);

    [Fact]
    public void The_default_decision_denies()
    {
        Assert.False(default(Decision).IsPermitted);
        Assert.Null(default(Decision).Rule);
        Assert.Equal(DecisionReason.NotDecided, default(Decision).Reason);
    }

    [Fact]
    public async Task Nobody_and_nothing_to_ask_about_are_mistakes_of_the_program()
    {
        var (me, decisions, cancel) = (PolicyText.With("staff"), new Decision[1], TestContext.Current.CancellationToken);
        Action[] asked =
        [
            () => _decisions.Check(null!, View), () => _decisions.Check(null!, [View], decisions), () => _decisions.Plan(null!, View), () => _decisions.Fields(null!, View), () => _decisions.WhatCan(null!),
            () => _decisions.PolicyOf(null!), () => default(Decision).After(null!),
        ];
        Func<Task>[] waited =
        [
            async () => await _decisions.CheckAsync(null!, View, "row", cancel), async () => await _decisions.CheckAsync<string>(me, View, null!, cancel),
            async () => await _decisions.CheckAllAsync<string>(null!, View, [], cancel), async () => await _decisions.CheckAllAsync<string>(me, View, null!, cancel),
            async () => await _decisions.FilterAsync<string>(null!, View, [], cancel), async () => await _decisions.FilterAsync<string>(me, View, null!, cancel),
        ];

        Assert.All(asked, a => Assert.Throws<ArgumentNullException>(a));
        foreach (var wait in waited)
            await Assert.ThrowsAsync<ArgumentNullException>(wait);
    }

    [Fact]
    public async Task Whoever_has_gone_is_not_decided_about()
    {
        var (me, gone) = (PolicyText.With("staff"), new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _decisions.CheckAsync(me, View, "row", gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _decisions.CheckAllAsync<string>(me, View, [], gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _decisions.FilterAsync<string>(me, View, [], gone));
    }

    [Fact]
    public async Task A_type_that_is_not_mapped_is_found_by_the_first_check_also_where_no_resource_matters()
    {
        var me = PolicyText.With("staff");

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _decisions.CheckAsync(me, View, 1, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _decisions.CheckAllAsync(me, View, [1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_policy_of_somebody_is_the_one_that_decides_about_them()
    {
        var store = PolicyText.Store(Json);
        PolicyDecisionPoint decisions = new(new(store, [], TimeProvider.System), new([]), new([]), usesGrants: false);
        var (me, before) = (PolicyText.With("staff"), store.Current.Value);
        decisions.Check(me, View);
        var other = Json.Replace("\"s1\"", "\"s2\"", StringComparison.Ordinal);

        Assert.True(store.TryActivate(PolicyText.Read(other), System.Text.Encoding.UTF8.GetBytes(other), out _));

        Assert.Same(before, decisions.PolicyOf(me));
        Assert.Same(store.Current.Value, decisions.PolicyOf(PolicyText.With("staff")));
    }

    [Fact]
    public void A_permit_names_its_rule_and_the_policy_version()
    {
        var decision = _decisions.Check(PolicyText.With("contractor"), Accept);

        Assert.True(decision.IsPermitted);
        Assert.Equal("c1", decision.Rule);
        Assert.Equal(1, decision.PolicyVersion.Sequence);
    }

    [Theory]
    [InlineData("trainee", DecisionReason.Denied, "t1")]
    [InlineData("staff", DecisionReason.NotPermitted, null)]
    [InlineData("nobody", DecisionReason.NoRole, null)]
    [InlineData("Contractor", DecisionReason.NoRole, null)]
    [InlineData("", DecisionReason.NoRole, null)]
    public void A_refusal_says_why(string role, DecisionReason reason, string? rule)
    {
        var decision = _decisions.Check(PolicyText.With(role), Accept);

        Assert.False(decision.IsPermitted);
        Assert.Equal((reason, rule), (decision.Reason, decision.Rule));
    }

    [Fact]
    public void Denied_role_wins_over_another_roles_permit_in_any_order()
    {
        Assert.Equal(DecisionReason.Denied, _decisions.Check(PolicyText.With("trainee", "contractor"), Accept).Reason);
        Assert.Equal(DecisionReason.Denied, _decisions.Check(PolicyText.With("contractor", "trainee"), Accept).Reason);
    }

    [Fact]
    public void A_capability_that_the_policy_does_not_declare_is_refused()
    {
        var unknown = CapabilityId.Of("orders:destroy");

        Assert.Equal(DecisionReason.UnknownCapability, _decisions.Check(PolicyText.With("contractor"), unknown).Reason);
        Assert.Equal(DecisionReason.UnknownCapability, _decisions.Check(PolicyText.With("contractor"), default).Reason);
    }

    [Fact]
    public void A_batch_decides_what_single_checks_decide()
    {
        var decisions = new Decision[3];
        _decisions.Check(PolicyText.With("staff"), [View, Accept, default], decisions);

        Assert.Equal([DecisionReason.Permitted, DecisionReason.NotPermitted, DecisionReason.UnknownCapability], decisions.Select(d => d.Reason));
    }

    [Fact]
    public void S04_a_field_that_no_rule_lists_is_hidden()
    {
        Assert.Equal(["code", "price"], _decisions.Fields(PolicyText.With("contractor"), View).Names);
        Assert.Equal(["code"], _decisions.Fields(PolicyText.With("trainee"), View).Names);
        Assert.True(_decisions.Fields(PolicyText.With("contractor"), Accept).IsEmpty);
        Assert.True(_decisions.Fields(PolicyText.With("nobody"), View).IsEmpty);
    }

    [Fact]
    public void S04_a_denied_field_stays_hidden_when_another_role_lists_it() =>
        Assert.Equal(["code"], _decisions.Fields(PolicyText.With("trainee", "staff"), View).Names);

    [Fact]
    public void WhatCan_lists_exactly_what_Check_permits()
    {
        foreach (var role in new[] { "staff", "contractor", "trainee", "nobody" })
            Assert.Equal(
                new[] { Accept, View }.Where(c => _decisions.Check(PolicyText.With(role), c).IsPermitted),
                _decisions.WhatCan(PolicyText.With(role)));
    }

    [Fact]
    public void A_subject_stays_with_the_policy_it_was_first_judged_by()
    {
        var store = PolicyText.Store(Json);
        var decisions = new PolicyDecisionPoint(store);
        var subject = PolicyText.With("staff");
        Assert.True(decisions.Check(subject, View).IsPermitted);

        var narrower = Json.Replace("\"actions\": [\"orders:view\"], \"fields\": { \"read\": [\"code\", \"price\"] }", "\"actions\": [\"orders:accept\"]");
        Assert.True(store.TryActivate(PolicyText.Read(narrower), "2"u8, out _));

        Assert.True(decisions.Check(subject, View).IsPermitted);
        Assert.Equal(1, decisions.Check(subject, View).PolicyVersion.Sequence);
        Assert.False(decisions.Check(PolicyText.With("staff"), View).IsPermitted);
        Assert.Equal(2, decisions.Check(PolicyText.With("staff"), View).PolicyVersion.Sequence);
    }

    [Fact]
    public void A_bad_document_never_replaces_a_good_one()
    {
        var store = PolicyText.Store(Json);

        Assert.False(store.TryActivate(PolicyText.Read(Json.Replace("orders:*", "order:*")), "2"u8, out var active));

        Assert.Equal(1, active!.Version.Sequence);
        Assert.True(new PolicyDecisionPoint(store).Check(PolicyText.With("contractor"), Accept).IsPermitted);
    }

    [Fact]
    public void A_check_allocates_nothing()
    {
        var subject = PolicyText.With("trainee", "staff");
        _decisions.Check(subject, View);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var permitted = 0;
        for (var i = 0; i < 1_000; i++)
            permitted += (_decisions.Check(subject, View).IsPermitted ? 1 : 0) + (_decisions.Check(subject, Accept).IsPermitted ? 1 : 0);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, permitted);
    }

    [Fact]
    public void Fields_are_worked_out_once_and_then_allocate_nothing()
    {
        var subject = PolicyText.With("trainee", "staff");
        var code = FieldId.Of("orders", "code");
        Assert.True(_decisions.Fields(subject, View).Read.Contains(code));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var shown = 0;
        for (var i = 0; i < 1_000; i++)
            shown += _decisions.Fields(subject, View) is var mask && mask.Read.Contains(code) && mask.Allows("code") && !mask.Allows("price") ? 1 : 0;

        Assert.Equal((0, 1_000), (GC.GetAllocatedBytesForCurrentThread() - before, shown));
    }
}
