using Cks.Core;
using Cks.Rbac.Tests.Policies;

namespace Cks.Rbac.Tests.Decisions;

/// <summary>Rules with a condition: checks with and without the resource, plans and fields.</summary>
public sealed class ConditionTests
{
    private const string Json = """
        {
          "version": 1,
          "resources": { "orders": { "actions": ["view", "accept", "drop"], "fields": ["code", "price", "notes"], "attributes": ["status", "warehouse", "type"] } },
          "roles": {
            "warehouse": {
              "permit": [
                { "id": "w-own", "actions": ["orders:view"], "when": { "warehouse": "$code", "status": ["pending", "delivered"] }, "fields": { "read": ["code", "price"] } },
                { "id": "w-product", "actions": ["orders:view"], "when": { "type": "product" }, "fields": { "read": ["code", "notes"] } }
              ]
            },
            "manager": { "permit": [{ "id": "m-all", "actions": ["orders:*"], "fields": { "read": ["code", "price", "notes"] } }] },
            "careful": { "inherits": ["manager"], "deny": [{ "id": "c-closed", "actions": ["orders:accept"], "when": { "status": "closed" } }] },
            "outsider": { "deny": [{ "id": "o-own", "actions": ["orders:view"], "when": { "warehouse": "$code", "type": "product" } }] },
            "elsewhere": { "deny": [{ "id": "e-own", "actions": ["orders:drop"], "when": { "warehouse": "$code" } }] },
            "shy": { "deny": [{ "id": "s-price", "actions": ["orders:view"], "when": { "status": "closed" }, "fields": { "read": ["price"] } }] },
            "banned": { "deny": [{ "id": "b-view", "actions": ["orders:view"] }] },
            "owner": { "permit": [{ "id": "own", "actions": ["orders:drop"], "when": { "warehouse": ["WHS-9", "$id", "$tenant"] } }] }
          }
        }
        """;

    private static readonly CapabilityId View = CapabilityId.Of("orders:view");
    private static readonly CapabilityId Accept = CapabilityId.Of("orders:accept");
    private static readonly CapabilityId Drop = CapabilityId.Of("orders:drop");
    private static readonly Order Mine = new("pending", "WHS-1", "service");

    private readonly PolicyDecisionPoint _decisions = PolicyText.DecisionPoint(
        Json, new ResourceMap<Order>("orders").Attribute("status", o => o.Status).Attribute("warehouse", o => o.Warehouse).Attribute("type", o => o.Type));

    private sealed record Order(string? Status, string? Warehouse, string? Type);

    private static Subject As(string code, params string[] roles) => new("u1", TenantId.Parse("main"), roles) { Code = code };

    private (DecisionReason Reason, string? Rule) On(Subject subject, CapabilityId capability, Order order)
    {
        var decision = Decide(subject, capability, order);
        return (decision.Reason, decision.Rule);
    }

    private Decision Decide(Subject subject, CapabilityId capability, Order order) => _decisions.CheckAsync(subject, capability, order).Result;

    [Theory]
    [InlineData("warehouse", "orders:view", DecisionReason.NeedsResource)]
    [InlineData("warehouse", "orders:accept", DecisionReason.NotPermitted)]
    [InlineData("careful", "orders:view", DecisionReason.Permitted)]
    [InlineData("careful", "orders:accept", DecisionReason.NeedsResource)]
    [InlineData("manager", "orders:accept", DecisionReason.Permitted)]
    [InlineData("outsider", "orders:view", DecisionReason.NotPermitted)]
    [InlineData("warehouse,banned", "orders:view", DecisionReason.Denied)]
    [InlineData("warehouse,manager", "orders:view", DecisionReason.Permitted)]
    [InlineData("manager,outsider", "orders:view", DecisionReason.NeedsResource)]
    public void S03_without_a_resource_only_what_is_unconditional_is_permitted(string roles, string capability, DecisionReason reason)
    {
        var subject = As("WHS-1", roles.Split(','));
        var decision = _decisions.Check(subject, CapabilityId.Of(capability));

        Assert.Equal((reason, reason == DecisionReason.Permitted), (decision.Reason, decision.IsPermitted));
        Assert.Equal(reason == DecisionReason.Permitted, _decisions.WhatCan(subject).Contains(CapabilityId.Of(capability)));
    }

    [Fact]
    public void S03_that_the_resource_is_needed_is_said_in_the_answer_and_names_no_rule()
    {
        var decision = _decisions.Check(As("WHS-1", "warehouse"), View);

        Assert.Equal(("needs_resource", null), (decision.Reason.ToText(), decision.Rule));
    }

    [Fact]
    public void A_condition_holds_when_all_its_terms_do_and_the_decision_names_its_rule()
    {
        var subject = As("WHS-1", "warehouse");

        Assert.Equal((DecisionReason.Permitted, "w-own"), On(subject, View, Mine));
        Assert.Equal((DecisionReason.Permitted, "w-product"), On(subject, View, Mine with { Warehouse = "WHS-2", Type = "product" }));
        Assert.Equal((DecisionReason.NotPermitted, null), On(subject, View, Mine with { Warehouse = "WHS-2" }));
        Assert.Equal((DecisionReason.NotPermitted, null), On(subject, View, Mine with { Status = "Pending" }));
        Assert.Equal((DecisionReason.NotPermitted, null), On(subject, Accept, Mine));
    }

    [Fact]
    public void A_deny_with_a_condition_overrides_every_permit_where_it_holds()
    {
        Assert.Equal((DecisionReason.Denied, "c-closed"), On(As("", "careful"), Accept, Mine with { Status = "closed" }));
        Assert.Equal((DecisionReason.Permitted, "m-all"), On(As("", "careful"), Accept, Mine));
        Assert.Equal((DecisionReason.Denied, "o-own"), On(As("WHS-1", "warehouse", "manager", "outsider"), View, Mine with { Type = "product" }));
        Assert.Equal((DecisionReason.Denied, "b-view"), On(As("WHS-1", "warehouse", "banned"), View, Mine));
    }

    [Fact]
    public void A_deny_that_a_row_meets_is_named_also_where_nothing_permits()
    {
        Assert.Equal((DecisionReason.Denied, "o-own"), On(As("WHS-1", "outsider"), View, Mine with { Type = "product" }));
        Assert.Equal((DecisionReason.NotPermitted, null), On(As("WHS-1", "outsider"), View, Mine));
        Assert.True(_decisions.Plan(As("WHS-1", "outsider"), View).IsNothing);
    }

    [Fact]
    public void S15_what_is_missing_permits_nothing_and_stops_no_deny()
    {
        Assert.Equal(DecisionReason.NotPermitted, On(As("WHS-1", "warehouse"), View, Mine with { Status = null }).Reason);
        Assert.Equal(DecisionReason.NotPermitted, On(As("", "warehouse"), View, Mine with { Warehouse = "" }).Reason);
        Assert.Equal((DecisionReason.Denied, "c-closed"), On(As("", "careful"), Accept, Mine with { Status = null }));
        Assert.Equal((DecisionReason.Denied, "o-own"), On(As("WHS-1", "manager", "outsider"), View, new(null, null, "product")));
        Assert.Equal((DecisionReason.Denied, "o-own"), On(As("", "manager", "outsider"), View, new(null, "WHS-1", "product")));
    }

    [Fact]
    public void S15_one_term_that_is_false_makes_the_condition_false_whatever_is_missing()
    {
        Assert.Equal(DecisionReason.Permitted, On(As("WHS-1", "manager", "outsider"), View, new(null, null, "service")).Reason);
        Assert.Equal(DecisionReason.Permitted, On(As("WHS-1", "manager", "outsider"), View, new(null, "WHS-2", null)).Reason);
        Assert.Equal(DecisionReason.Permitted, On(As("", "manager", "outsider"), View, new(null, "WHS-1", "service")).Reason);
    }

    [Fact]
    public void An_own_value_is_compared_as_the_subject_has_it()
    {
        Assert.Equal(DecisionReason.Permitted, On(As("", "owner"), Drop, Mine with { Warehouse = "u1" }).Reason);
        Assert.Equal(DecisionReason.Permitted, On(As("", "owner"), Drop, Mine with { Warehouse = "main" }).Reason);
        Assert.Equal(DecisionReason.Permitted, On(As("", "owner"), Drop, Mine with { Warehouse = "WHS-9" }).Reason);
        Assert.Equal(DecisionReason.NotPermitted, On(As("", "owner"), Drop, Mine with { Warehouse = "$id" }).Reason);
        Assert.Equal(DecisionReason.NotPermitted, On(new Subject("", default, ["owner"]), Drop, Mine with { Warehouse = "" }).Reason);
    }

    [Fact]
    public void A_plan_has_the_conditions_with_the_subjects_values_filled_in_and_no_negation()
    {
        var plan = _decisions.Plan(As("WHS-1", "warehouse", "outsider"), View);

        Assert.Equal("(((status in delivered,pending and warehouse in WHS-1) or type in product) and (type not in product or warehouse not in WHS-1))", Write(plan.Where));
        Assert.False(plan.IsNothing || plan.IsEverything);
    }

    [Fact]
    public void A_permit_that_can_never_hold_is_left_out_of_the_plan_and_a_deny_keeps_what_can_lift_it()
    {
        Assert.Equal("(type in product and type not in product)", Write(_decisions.Plan(As("", "warehouse", "outsider"), View).Where));
        Assert.Equal("warehouse in WHS-9,main", Write(_decisions.Plan(new("", TenantId.Parse("main"), ["owner"]), Drop).Where));
    }

    [Fact]
    public void A_plan_is_everything_only_without_a_deny_and_nothing_where_nothing_permits()
    {
        var everything = _decisions.Plan(As("", "warehouse", "manager"), View);
        Assert.True(everything.IsEverything && !everything.IsNothing && everything.Where is null);

        var narrowed = _decisions.Plan(As("", "careful"), Accept);
        Assert.Equal((false, false, "status not in closed"), (narrowed.IsEverything, narrowed.IsNothing, Write(narrowed.Where)));

        Subject[] nobodies = [As("WHS-1", "manager", "banned"), As("WHS-1", "outsider"), As("WHS-1"), Subject.Nobody];
        Assert.All(nobodies, s =>
        {
            var plan = _decisions.Plan(s, View);
            Assert.True(plan.IsNothing && !plan.IsEverything && plan.Where is null);
        });
        Assert.True(_decisions.Plan(As("", "manager"), CapabilityId.Of("orders:unheard")).IsNothing);
    }

    [Fact]
    public void S15_a_deny_that_only_a_value_which_the_subject_lacks_could_lift_denies_every_row()
    {
        Assert.Equal((DecisionReason.Denied, "e-own"), On(As("", "manager", "elsewhere"), Drop, Mine));
        Assert.True(_decisions.Plan(As("", "manager", "elsewhere"), Drop).IsNothing);
        Assert.Equal("warehouse not in WHS-2", Write(_decisions.Plan(As("WHS-2", "manager", "elsewhere"), Drop).Where));
    }

    [Fact]
    public void A_rule_that_two_roles_inherit_stands_in_the_plan_once()
    {
        var decisions = PolicyText.DecisionPoint("""
            { "version": 1, "resources": { "a": { "actions": ["view"], "attributes": ["p", "q"] } }, "roles": {
              "base": { "permit": [{ "actions": ["a:view"], "when": { "p": "1" } }], "deny": [{ "actions": ["a:view"], "when": { "q": "2" } }] },
              "one": { "inherits": ["base"] }, "two": { "inherits": ["base"] } } }
            """);

        Assert.Equal("(p in 1 and q not in 2)", Write(decisions.Plan(PolicyText.With("one", "two"), CapabilityId.Of("a:view")).Where));
    }

    [Fact]
    public void S04_where_only_conditions_permit_a_field_is_shown_that_all_of_them_list()
    {
        Assert.Equal(["code"], _decisions.Fields(As("WHS-1", "warehouse"), View).Names);
        Assert.Equal(["code", "notes", "price"], _decisions.Fields(As("WHS-1", "warehouse", "manager"), View).Names);
        Assert.Equal(["code", "notes", "price"], _decisions.Fields(As("WHS-1", "manager", "outsider"), View).Names);
        Assert.True(_decisions.Fields(As("WHS-1", "warehouse", "banned"), View).IsEmpty);
        Assert.True(_decisions.Fields(As("WHS-1", "outsider"), View).IsEmpty);
    }

    [Fact]
    public void S04_a_field_that_is_denied_on_some_rows_is_hidden_on_all_and_no_row_is_denied_by_it()
    {
        var subject = As("", "manager", "shy");

        Assert.Equal(["code", "notes"], _decisions.Fields(subject, View).Names);
        Assert.True(_decisions.Check(subject, View).IsPermitted);
        Assert.True(_decisions.Plan(subject, View).IsEverything);
        Assert.Equal((DecisionReason.Permitted, "m-all"), On(subject, View, Mine with { Status = "closed" }));
    }

    [Fact]
    public void S14_a_capability_that_the_policy_does_not_declare_is_refused_before_its_map_is_asked_for()
    {
        Assert.Equal(DecisionReason.UnknownCapability, On(As("", "manager"), default, Mine).Reason);
        Assert.Equal(DecisionReason.UnknownCapability, On(As("", "manager"), CapabilityId.Of("invoices:view"), Mine).Reason);
        Assert.Equal(DecisionReason.NoRole, On(As(""), View, Mine).Reason);
    }

    [Fact]
    public async Task A_type_that_is_not_mapped_is_a_mistake_of_the_program_whatever_the_rules_say()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await _decisions.CheckAsync(As("", "manager"), View, "an order", TestContext.Current.CancellationToken));
        Assert.Contains("MapResource<String>(\"orders\"", thrown.Message);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await PolicyText.DecisionPoint(Json).CheckAsync(As("", "banned"), View, Mine, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _decisions.CheckAsync<object>(As("", "manager"), View, Mine, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await _decisions.CheckAsync<Order>(As("", "manager"), View, null!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_check_that_is_cancelled_decides_nothing() =>
        await Assert.ThrowsAsync<TaskCanceledException>(async () => await _decisions.CheckAsync(As("", "manager"), View, Mine, new CancellationToken(canceled: true)));

    [Fact]
    public async Task An_attribute_is_read_only_when_it_is_asked_for_and_its_fault_is_no_decision()
    {
        var decisions = PolicyText.DecisionPoint(Json, new ResourceMap<Order>("orders").Attribute("status", (Func<Order, string?>)(_ => throw new TimeoutException())).Attribute("warehouse", o => o.Warehouse).Attribute("type", o => o.Type));

        Assert.True((await decisions.CheckAsync(As("", "manager"), View, Mine, TestContext.Current.CancellationToken)).IsPermitted);
        Assert.Equal("w-product", (await decisions.CheckAsync(As("WHS-2", "warehouse"), View, Mine with { Type = "product" }, TestContext.Current.CancellationToken)).Rule);
        await Assert.ThrowsAsync<TimeoutException>(async () => await decisions.CheckAsync(As("WHS-1", "warehouse"), View, Mine, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S15_an_attribute_that_a_later_policy_asks_for_and_nobody_maps_is_missing()
    {
        var decisions = PolicyText.DecisionPoint(Json, new ResourceMap<Order>("orders").Attribute("type", o => o.Type));

        Assert.False((await decisions.CheckAsync(As("WHS-1", "warehouse"), View, Mine, TestContext.Current.CancellationToken)).IsPermitted);
        Assert.Equal(DecisionReason.Denied, (await decisions.CheckAsync(As("", "careful"), Accept, Mine, TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public void Checks_beside_conditions_and_checks_on_a_resource_allocate_nothing()
    {
        var (subject, other) = (As("WHS-1", "warehouse", "outsider"), Mine with { Warehouse = "WHS-2" });
        long before = 0;
        var permitted = 0;
        for (var i = -1_000; i < 1_000; i++)
        {
            if (i == 0)
                (before, permitted) = (GC.GetAllocatedBytesForCurrentThread(), 0);
            permitted += (_decisions.Check(subject, View).IsPermitted ? 100 : 0)
                + (Decide(subject, View, Mine).IsPermitted ? 1 : 0)
                + (Decide(subject, View, other).IsPermitted ? 100 : 0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, permitted);
    }

    private static string Write(PlanNode? node) => node switch
    {
        null => "",
        { Kind: PlanNodeKind.All } => $"({string.Join(" and ", node.Nodes.Select(Write).Order(StringComparer.Ordinal))})",
        { Kind: PlanNodeKind.Any } => $"({string.Join(" or ", node.Nodes.Select(Write).Order(StringComparer.Ordinal))})",
        _ => $"{node.Name} {(node.Kind == PlanNodeKind.OneOf ? "in" : "not in")} {string.Join(',', node.Values.Order())}",
    };
}
