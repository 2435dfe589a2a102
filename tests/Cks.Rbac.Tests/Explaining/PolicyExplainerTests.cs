using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac.Tests.Policies;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Explaining;

public sealed class PolicyExplainerTests
{
    private const string Json = """
        {
          "version": 1,
          "resources": {
            "orders": {
              "actions": ["view", "accept", "cancel", "drop"], "fields": ["code"],
              "attributes": { "status": ["open", "late", "closed"], "creator": "text", "total": "number" },
              "relations": { "subordinate": "resolved", "own": { "creator": "$code" } }
            },
            "notes": { "actions": ["view"] }
          },
          "obligations": { "step-up": { "within": 300 }, "notify-owner": {} },
          "duties": [{ "id": "apart", "roles": ["contractor", "auditor"] }],
          "roles": {
            "staff": {
              "permit": [
                { "id": "s-open", "actions": ["orders:view"], "when": { "status": ["open", "late"], "creator": "$code" } },
                { "id": "s-near", "actions": ["orders:view"], "when": { "is": "subordinate" } }
              ],
              "deny": [
                { "id": "s-closed", "actions": ["orders:accept"], "when": { "status": "closed" } },
                { "id": "s-code", "actions": ["orders:view"], "fields": { "read": ["code"] } }
              ]
            },
            "contractor": {
              "inherits": ["staff"],
              "permit": [
                { "id": "c-accept", "actions": ["orders:accept"], "when": { "total": { "lt": 100 } } },
                { "id": "c-later", "actions": ["orders:cancel"], "from": "2027-01-01T00:00:00Z" },
                { "id": "c-before", "actions": ["orders:cancel"], "until": "2026-01-01T00:00:00Z" },
                { "id": "c-glass", "actions": ["orders:drop"], "breakGlass": true },
                { "id": "c-notes", "actions": ["notes:view"], "obligations": ["step-up"] }
              ]
            },
            "manager": { "permit": [{ "id": "m-cancel", "actions": ["orders:cancel", "orders:view", "notes:view"] }] },
            "clerk": { "permit": [{ "id": "k-cancel", "actions": ["orders:cancel"], "when": { "status": "open" } }, { "id": "k-view", "actions": ["notes:view"] }] },
            "auditor": { "permit": [{ "id": "a-cancel", "actions": ["orders:cancel"] }] },
            "outcast": { "permit": [{ "id": "o-cancel", "actions": ["orders:cancel"] }], "deny": [{ "id": "o-not", "actions": ["orders:cancel"], "when": { "creator": "$code" } }] }
          }
        }
        """;

    private static readonly CapabilityId View = CapabilityId.Of("orders:view");
    private static readonly CapabilityId Accept = CapabilityId.Of("orders:accept");
    private static readonly CapabilityId Cancel = CapabilityId.Of("orders:cancel");
    private static readonly CapabilityId Drop = CapabilityId.Of("orders:drop");
    private static readonly CapabilityId Notes = CapabilityId.Of("notes:view");

    private readonly Relations _relations = new();
    private readonly PolicyDecisionPoint _decisions;

    public PolicyExplainerTests() => _decisions = new(
        new(PolicyText.Store(Json), [], new FakeTimeProvider(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero))),
        new([new ResourceMap<Order>("orders").Id(o => o.Id).Attribute("status", o => o.Status).Attribute("creator", o => o.Creator).Attribute("total", o => o.Total)]),
        new([_relations]),
        usesGrants: false);

    private sealed record Order(string? Status, string? Creator, decimal? Total, string? Id = "O-1");

    private sealed class Relations : IRelationResolver
    {
        public int Asked { get; private set; }

        public bool Answers(string resource, string relation) => true;

        public ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
        {
            Asked++;
            return new(ids.Where(i => i == "near").ToHashSet());
        }
    }

    private static Subject As(string code, params string[] roles) => new("u1", TenantId.Parse("main"), roles) { Code = code };

    private DecisionExplanation On(Subject subject, CapabilityId capability, Order order, bool showValues = false) =>
        _decisions.Explainer.ExplainAsync(subject, capability, order, showValues, TestContext.Current.CancellationToken).AsTask().Result;

    [Fact]
    public void A_rule_is_told_with_the_way_it_is_inherited_and_the_first_clause_that_failed()
    {
        var explained = On(As("CON-010", "contractor"), View, new("closed", "CON-011", 5), showValues: true);

        Assert.Equal(DecisionReason.NotPermitted, explained.Decision.Reason);
        var rule = explained.Rules.Single(r => r.Id == "s-open");
        Assert.Equal((RuleState.ConditionFalse, false), (rule.State, rule.Decides));
        Assert.Equal(["contractor", "staff"], rule.Path);
        Assert.Equal(["status", "creator"], rule.Clauses.Select(c => c.Name));
        Assert.Equal((PlanNodeKind.OneOf, ClauseState.Differs, "closed"), (rule.Clauses[0].Kind, rule.Clauses[0].State, rule.Clauses[0].Actual));
        Assert.Equal(["open", "late"], rule.Clauses[0].Expected);
        Assert.Equal("CON-010", rule.Clauses[1].SubjectValues["$code"]);
        Assert.Equal(
            """
            orders:view is refused: no rule of contractor permits it here.
            - deny s-code (contractor <- staff) hides fields, and denies nothing else.
            - permit s-open (contractor <- staff) does not apply: it asks for status = "open" or "late", and it is "closed"; and for creator = $code ("CON-010"), and it is "CON-011".
            - permit s-near (contractor <- staff) does not apply: it asks for the relation "subordinate", and there is none.
            Nearest grant: the role manager, by rule m-cancel. Other capabilities that it adds: 1.
            """, explained.ToText());
    }

    [Fact]
    public void S28_values_are_left_out_unless_asked_for()
    {
        var explained = On(As("CON-010", "contractor"), View, new("closed", "CON-011", 5));

        var told = explained.ToText() + Encoding.UTF8.GetString(ToJson(explained));
        Assert.Contains("creator = $code, and that is not so", told, StringComparison.Ordinal);
        Assert.DoesNotContain("CON-01", told, StringComparison.Ordinal);
        Assert.DoesNotContain("closed", told, StringComparison.Ordinal);
        Assert.All(explained.Rules.SelectMany(r => r.Clauses), c => Assert.True(c.Actual is null && c.SubjectValues.Count == 0));
    }

    [Fact]
    public void What_is_missing_is_named_as_such()
    {
        var missing = On(As("CON-010", "contractor"), View, new(null, "CON-010", 5)).Rules.Single(r => r.Id == "s-open");
        Assert.Equal(RuleState.ConditionUnknown, missing.State);
        Assert.Equal(ClauseState.AttributeMissing, Assert.Single(missing.Clauses).State);

        var nameless = On(As("", "contractor"), View, new("open", "CON-010", 5)).Rules.Single(r => r.Id == "s-open");
        Assert.Equal(RuleState.ConditionUnknown, nameless.State);
        Assert.Equal(ClauseState.SubjectValueMissing, Assert.Single(nameless.Clauses).State);
        Assert.Equal(["$code"], nameless.Clauses[0].MissingOfSubject);
    }

    [Fact]
    public void S15_a_deny_that_applies_because_something_is_missing_says_so()
    {
        var explained = On(As("", "contractor"), Accept, new(null, "x", 5));

        Assert.Equal((DecisionReason.Denied, "s-closed"), (explained.Decision.Reason, explained.Decision.Rule));
        var deny = Assert.Single(explained.Rules, r => r.Decides);
        Assert.Equal((RuleState.Applies, PlanNodeKind.NoneOf, ClauseState.AttributeMissing), (deny.State, deny.Clauses[0].Kind, deny.Clauses[0].State));
        Assert.Contains("deny s-closed (contractor <- staff) applies. It would not with status other than \"closed\", and status is missing.", explained.ToText(), StringComparison.Ordinal);
        Assert.Equal(new(NearestGrantKind.None, Rule: "s-closed"), explained.Nearest);
    }

    [Fact]
    public void A_permit_is_explained_by_the_rule_that_permits()
    {
        var explained = On(As("", "contractor"), Accept, new("open", "x", 5));

        Assert.True(explained.Decision.IsPermitted);
        Assert.Equal("c-accept", Assert.Single(explained.Rules, r => r.Decides).Id);
        Assert.Equal(RuleState.ConditionFalse, explained.Rules.Single(r => r.Id == "s-closed").State);
        Assert.Null(explained.Nearest);
        Assert.StartsWith("orders:accept is permitted by rule c-accept.", explained.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_do_not_count_say_why()
    {
        var explained = On(As("", "contractor"), Cancel, new("open", "x", 5));
        Assert.Equal([RuleState.NotYet, RuleState.Ended], explained.Rules.Select(r => r.State));

        var glass = On(As("", "contractor"), Drop, new("open", "x", 5));
        Assert.Equal(RuleState.BreakGlassClosed, Assert.Single(glass.Rules).State);
        Assert.Equal(new(NearestGrantKind.BreakGlass, Rule: "c-glass"), glass.Nearest);
    }

    [Fact]
    public void S12_whoever_acts_for_somebody_is_not_told_to_break_the_glass()
    {
        var acting = new Subject("u1", TenantId.Parse("main"), ["contractor"]) { Actor = "admin", ActorRoles = ["contractor"] };

        Assert.Equal(NearestGrantKind.Permit, On(acting, Drop, new("open", "x", 5)).Nearest!.Kind);
        Assert.Equal(NearestGrantKind.Permit, On(new Subject("u1", TenantId.Parse("main"), ["contractor"]) { Credential = "k" }, Drop, new("open", "x", 5)).Nearest!.Kind);
    }

    [Fact]
    public void S29_an_obligation_that_is_not_met_is_named()
    {
        var explained = _decisions.Explainer.Explain(As("", "contractor"), Notes);

        Assert.Equal(DecisionReason.ObligationUnmet, explained.Decision.Reason);
        Assert.Equal(["step-up"], Assert.Single(explained.Rules).UnmetObligations);
        Assert.Null(explained.Nearest);
        Assert.StartsWith("notes:view is refused until this is done: step-up.", explained.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_grant_is_the_role_that_adds_the_fewest_other_capabilities_and_that_duties_allow()
    {
        NearestGrant? For(string role, Order order, string code = "") => On(As(code, role), Cancel, order).Nearest;

        Assert.Equal(new(NearestGrantKind.Role, "auditor", "a-cancel"), For("staff", new("open", "x", 5)));
        Assert.Equal(new(NearestGrantKind.Role, "clerk", "k-cancel"), For("contractor", new("open", "CON-1", 5), "CON-1"));
        Assert.Equal(new(NearestGrantKind.Role, "manager", "m-cancel"), For("contractor", new("closed", "CON-1", 5), "CON-1"));
        Assert.Equal(new(NearestGrantKind.Role, "manager", "m-cancel", Adds: 1), On(As("", "auditor"), View, new("closed", "x", 5)).Nearest);
        Assert.Equal(new(NearestGrantKind.Permit, "orders:drop"), On(As("", "manager"), Drop, new("open", "x", 5)).Nearest);
    }

    [Fact]
    public void Without_a_resource_what_depends_on_it_says_so()
    {
        var explained = _decisions.Explainer.Explain(As("", "contractor"), Accept);

        Assert.Equal(DecisionReason.NeedsResource, explained.Decision.Reason);
        Assert.All(explained.Rules, r => Assert.Equal(RuleState.NeedsResource, r.State));
        Assert.Null(explained.Nearest);
        Assert.Equal((NearestGrantKind.Role, "auditor", false), _decisions.Explainer.Explain(As("", "staff"), Cancel).Nearest is { } nearest ? (nearest.Kind, nearest.Name, nearest.OnSomeResources) : default);
    }

    [Fact]
    public void A_capability_that_is_not_declared_has_nothing_to_explain()
    {
        var explained = _decisions.Explainer.Explain(As("", "contractor"), CapabilityId.Of("orders:unheard-of"));

        Assert.Equal(DecisionReason.UnknownCapability, explained.Decision.Reason);
        Assert.Empty(explained.Rules);
        Assert.Null(explained.Nearest);
    }

    [Fact]
    public async Task A_subject_whose_grants_nobody_asked_for_is_refused_and_that_is_all_that_is_said()
    {
        var decisions = new PolicyDecisionPoint(new(PolicyText.Store(Json), [], TimeProvider.System), ResourceMaps.None, new([]), usesGrants: true);

        var explained = await decisions.Explainer.ExplainAsync(As("", "contractor"), Accept, new Order("open", "x", 5), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(DecisionReason.GrantsUnknown, explained.Decision.Reason);
        Assert.Empty(explained.Rules);
    }

    [Fact]
    public void A_relation_is_asked_for_once()
    {
        Assert.True(On(As("", "contractor"), View, new("closed", "x", 5, "near")).Decision.IsPermitted);
        Assert.Equal(1, _relations.Asked);
    }

    [Fact]
    public void As_data_it_says_what_the_words_say()
    {
        using var json = JsonDocument.Parse(ToJson(On(As("CON-010", "contractor"), View, new("closed", "CON-010", 5), showValues: true)));
        var (root, rule) = (json.RootElement, json.RootElement.GetProperty("rules").EnumerateArray().Single(r => r.GetProperty("id").GetString() == "s-open"));

        Assert.False(root.GetProperty("permitted").GetBoolean());
        Assert.Equal("not_permitted", root.GetProperty("reason").GetString());
        Assert.Equal("condition_false", rule.GetProperty("state").GetString());
        var clause = Assert.Single(rule.GetProperty("clauses").EnumerateArray());
        Assert.Equal(("status", "one_of", "differs", "closed"), (clause.GetProperty("name").GetString(), clause.GetProperty("asks").GetString(), clause.GetProperty("state").GetString(), clause.GetProperty("actual").GetString()));
        Assert.Equal(("role", "manager"), (root.GetProperty("nearest").GetProperty("kind").GetString(), root.GetProperty("nearest").GetProperty("name").GetString()));
    }

    [Fact]
    public void Who_can_names_the_roles_and_how_far()
    {
        var who = _decisions.Explainer.WhoCan(Cancel);

        Assert.Equal([("auditor", RoleAccessKind.Always), ("clerk", RoleAccessKind.Depends), ("manager", RoleAccessKind.Always), ("outcast", RoleAccessKind.Depends)], who.Select(w => (w.Role, w.Kind)));
        var glass = Assert.Single(_decisions.Explainer.WhoCan(Drop));
        Assert.Equal(("contractor", true), (glass.Role, glass.NeedsBreakGlass));
        Assert.Equal(["step-up"], _decisions.Explainer.WhoCan(Notes).Single(w => w.Role == "contractor").Obligations);
    }

    [Fact]
    public void Who_can_with_a_resource_tells_everybody_from_somebody()
    {
        (string, RoleAccessKind)[] On(CapabilityId capability, Order order) => [.. _decisions.Explainer.WhoCan(capability, order).Select(w => (w.Role, w.Kind))];

        Assert.Equal([("auditor", RoleAccessKind.Always), ("clerk", RoleAccessKind.Always), ("manager", RoleAccessKind.Always), ("outcast", RoleAccessKind.Depends)], On(Cancel, new("open", "x", 5)));
        Assert.Equal([("auditor", RoleAccessKind.Always), ("manager", RoleAccessKind.Always)], On(Cancel, new("closed", null, 5)));
        // Whoever created it, and whoever it is subordinate to.
        Assert.Equal([("contractor", RoleAccessKind.Depends), ("manager", RoleAccessKind.Always), ("staff", RoleAccessKind.Depends)], On(View, new("open", "x", 5)));
        Assert.Equal(["s-near"], _decisions.Explainer.WhoCan(View, new Order("closed", "x", 5)).Single(w => w.Role == "staff").Rules);
    }

    [Fact]
    public async Task The_people_who_can_are_those_who_were_granted_it()
    {
        var (main, now) = (TenantId.Parse("main"), new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        Grant Of(string person, GrantKind kind, string name) => new($"{person}-{kind}-{name}", kind, "iss", person, main, name);
        var ledger = new InMemoryGrantLedger(
        [
            Of("ann", GrantKind.Role, "manager"),
            Of("bob", GrantKind.Role, "contractor"), Of("bob", GrantKind.Permit, "orders:cancel") with { When = """{ "status": "open" }""" },
            Of("cyd", GrantKind.Role, "manager"), Of("cyd", GrantKind.Deny, "orders:cancel"),
            Of("dan", GrantKind.Role, "manager") with { Until = now },
            Of("eve", GrantKind.Role, "clerk"),
            Of("fay", GrantKind.Role, "outcast"),
            Of("gus", GrantKind.Role, "manager") with { Tenant = TenantId.Parse("other") },
            Of("hal", GrantKind.Role, "contractor"), Of("hal", GrantKind.BreakGlass, ""),
        ]);
        var explainer = _decisions.ExplainerOver(ledger);

        async Task<(string, RoleAccessKind, bool)[]> Who(CapabilityId capability, Order? order)
        {
            var people = new List<(string, RoleAccessKind, bool)>();
            var cancel = TestContext.Current.CancellationToken;
            await foreach (var one in order is null ? explainer.PeopleWhoCanAsync(main, capability, cancel) : explainer.PeopleWhoCanAsync(main, capability, order, cancel))
                people.Add((one.Person.Id, one.Kind, one.NeedsBreakGlass));
            return [.. people];
        }

        Assert.Equal([("ann", RoleAccessKind.Always, false), ("bob", RoleAccessKind.Depends, false), ("eve", RoleAccessKind.Depends, false), ("fay", RoleAccessKind.Depends, false)], await Who(Cancel, null));
        Assert.Equal([("ann", RoleAccessKind.Always, false), ("bob", RoleAccessKind.Always, false), ("eve", RoleAccessKind.Always, false), ("fay", RoleAccessKind.Depends, false)], await Who(Cancel, new("open", "x", 5)));
        Assert.Equal([("ann", RoleAccessKind.Always, false)], await Who(Cancel, new("closed", null, 5)));
        Assert.Equal([("bob", RoleAccessKind.Always, true), ("hal", RoleAccessKind.Always, false)], await Who(Drop, null));
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in _decisions.Explainer.PeopleWhoCanAsync(main, Cancel, TestContext.Current.CancellationToken))
                Assert.Fail("Nobody keeps a list.");
        });
    }

    [Fact]
    public async Task What_can_lists_what_is_permitted_on_one_resource()
    {
        async Task<IEnumerable<string>> On(Subject subject, string resource, Order order) =>
            (await _decisions.Explainer.WhatCanAsync(subject, resource, order, TestContext.Current.CancellationToken)).Select(c => c.Name);

        Assert.Equal(["orders:accept", "orders:view"], await On(As("CON-1", "contractor"), "orders", new("open", "CON-1", 5)));
        Assert.Empty(await On(As("CON-1", "contractor"), "orders", new("closed", "CON-1", 5)));
        Assert.Empty(await On(As("CON-1", "contractor"), "unheard-of", new("closed", "CON-1", 5)));
    }

    [Theory]
    [InlineData("manager", "orders", DecisionReason.Permitted)]
    [InlineData("contractor", "orders", DecisionReason.NeedsResource)]
    [InlineData("auditor", "orders", DecisionReason.NotPermitted)]
    [InlineData("nobody", "orders", DecisionReason.NoRole)]
    [InlineData("manager", "unheard-of", DecisionReason.UnknownCapability)]
    [InlineData("manager", "orders:view", DecisionReason.UnknownCapability)]
    public void Can_view_answers_for_a_bare_role(string role, string resource, DecisionReason expected) => Assert.Equal(expected, _decisions.Explainer.CanView(role, resource).Reason);

    private static byte[] ToJson(DecisionExplanation explanation)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            explanation.WriteTo(json);
        return stream.ToArray();
    }
}
