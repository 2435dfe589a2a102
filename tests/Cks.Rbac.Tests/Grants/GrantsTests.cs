namespace Cks.Rbac.Tests.Grants;

public sealed class GrantsTests
{
    private static readonly PersonId Bob = GrantWorld.Person("bob");
    private static readonly Subject Boss = GrantWorld.Of("ann", "boss");
    private static readonly Subject Manager = GrantWorld.Of("ann", "manager");
    private static readonly Subject Lead = GrantWorld.Of("ann", "lead");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static GrantRequest RoleOf(string role) => GrantRequest.Role(Bob, role, "needs it");

    private static GrantRequest PermitOf(string capability, string? when = null) => GrantRequest.Permit(Bob, capability, "needs it") with { When = when };

    private static async Task<string> TryAsync(Subject by, GrantRequest request, params Grant[] grants)
    {
        await using var world = new GrantWorld(grants);
        var outcome = await world.GrantAsync(by, request);
        // S29: an effect exactly where there is an audit row.
        Assert.Equal(outcome.IsDone, (await world.HistoryAsync()).Count == 1);
        Assert.Equal(outcome.IsDone ? grants.Count(g => g.SubjectId == "bob") + 1 : grants.Count(g => g.SubjectId == "bob"), (await world.HeldAsync("bob")).Count);
        return outcome.ToString();
    }

    [Fact]
    public async Task S29_what_is_granted_counts_at_once_and_stands_in_the_history_with_who_and_why()
    {
        await using var world = new GrantWorld();
        var bob = GrantWorld.Of("bob");
        Assert.Equal(DecisionReason.NoRole, await world.MayAsync(bob, "orders:view"));

        var outcome = await world.GrantAsync(Boss, RoleOf("auditor") with { Until = GrantWorld.Noon.AddHours(1) });

        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(bob, "orders:view"));
        var row = Assert.Single(await world.HistoryAsync());
        Assert.Same(outcome.Record, row);
        Assert.Equal((GrantWorld.Noon, GrantAction.Granted, GrantWorld.Person("ann"), Bob, "main", "needs it"), (row.At, row.Action, row.By, row.Person, row.Tenant.Value, row.Reason));
        Assert.Equal((await world.HeldAsync("bob")).Single(), row.Grants.Single());
        Assert.NotEmpty(row.PolicyVersion);
    }

    [Fact]
    public async Task S17_whoever_grants_needs_the_capability_without_a_condition()
    {
        Assert.Equal("not_permitted: grants:create", await TryAsync(GrantWorld.Of("ann", "auditor"), PermitOf("orders:view")));
        Assert.Equal("not_permitted: grants:create", await TryAsync(GrantWorld.Of("ann"), GrantRequest.Deny(Bob, "orders:view", "no")));
        Assert.Equal("done", await TryAsync(GrantWorld.Of("ann", "granter"), GrantRequest.Deny(Bob, "orders:view", "no")));
        Assert.Equal("not_permitted: grants:create", await TryAsync(Boss, PermitOf("orders:view"), new Grant("d", GrantKind.Deny, GrantWorld.Issuer, "ann", GrantWorld.Main, "grants:create") { When = "unreadable" }));
    }

    [Theory]
    [InlineData("crew", "beyond_holding: orders:view", "lead")] // whose rows those are depends on who asks
    [InlineData("crew", "done", "manager")] // who sees every row may give some
    [InlineData("auditor", "done", "manager")]
    [InlineData("closer", "beyond_holding: orders:accept", "manager")] // not where it is closed
    [InlineData("closer", "done", "boss")]
    [InlineData("trainee", "done", "manager")] // what the role denies itself it may not do
    [InlineData("boss", "beyond_holding: orders:view", "manager")] // more fields
    [InlineData("lead", "not_assigned: lead", "manager")]
    [InlineData("manager", "not_assigned: manager", "manager")]
    [InlineData("keeper", "done", "boss")]
    [InlineData("nobody", "unknown_role: nobody", "boss")]
    public async Task S17_a_role_is_given_by_whoever_assigns_it_and_holds_all_that_it_may(string role, string expected, string grantor) =>
        Assert.Equal(expected, await TryAsync(GrantWorld.Of("ann", grantor), RoleOf(role)));

    [Theory]
    [InlineData("done", """{ "status": "open", "total": { "le": 50 } }""", "lead")]
    [InlineData("done", """{ "status": ["open", "late"], "total": { "lt": 100 }, "creator": "$code" }""", "lead")] // fewer rows, whoever it is
    [InlineData("done", """{ "any": [{ "status": "open", "total": 1 }, { "status": "late", "total": { "lt": 0 } }] } // said otherwise""", "lead")]
    [InlineData("beyond_holding: orders:view", """{ "status": "open" }""", "lead")]
    [InlineData("beyond_holding: orders:view", """{ "status": ["open", "closed"], "total": 1 }""", "lead")]
    [InlineData("beyond_holding: orders:view", """{ "is": "subordinate" }""", "lead")] // of somebody else
    [InlineData("beyond_holding: orders:view", """{ "not": { "status": "closed" } }""", "lead")]
    [InlineData("beyond_holding: orders:view", null, "lead")]
    [InlineData("done", """{ "is": "subordinate" }""", "manager")]
    [InlineData("done", null, "manager")]
    [InlineData("unreadable_condition", """{ "statsu": "open" }""", "manager")]
    [InlineData("unreadable_condition", "{", "manager")]
    [InlineData("unreadable_condition", "[]", "manager")]
    public async Task S17_a_permit_is_on_no_more_rows_than_the_grantor_has(string expected, string? when, string grantor) =>
        Assert.Equal(expected, await TryAsync(GrantWorld.Of("ann", grantor), PermitOf("orders:view", when)));

    [Fact]
    public async Task S17_a_list_of_values_is_no_reason_to_give_rows_with_others()
    {
        const string Policy = """
            {
              "version": 1,
              "resources": {
                "grants": { "actions": ["create", "revoke"] },
                "orders": { "actions": ["view"], "attributes": { "status": ["open", "late", "closed"], "creator": "text", "total": { "from": 0, "to": 100 } } }
              },
              "roles": { "listed": { "permit": [{ "actions": ["grants:*"] }, { "actions": ["orders:view"], "when": { "status": ["open", "late"], "total": { "le": 100 } } }] } }
            }
            """;
        await using var world = new GrantWorld(new InMemoryGrantLedger(), Policy);
        var request = GrantRequest.Permit(GrantWorld.Person("bob"), "orders:view", "r");

        // A row of an application may have a value that the document does not list.
        foreach (var when in (string[])["""{ "status": { "not": "closed" }, "total": 5 }""", """{ "status": "open", "total": { "ge": 0 } }"""])
            Assert.Equal(GrantRefusalReason.BeyondHolding, (await world.GrantAsync(GrantWorld.Of("ann", "listed"), request with { When = when })).Reason);
        Assert.True((await world.GrantAsync(GrantWorld.Of("ann", "listed"), request with { When = """{ "status": "open", "total": { "lt": 100 } }""" })).IsDone);
    }

    [Fact]
    public async Task S17_a_deny_of_the_grantor_bounds_what_they_give()
    {
        Assert.Equal("beyond_holding: orders:accept", await TryAsync(Manager, PermitOf("orders:accept")));
        Assert.Equal("done", await TryAsync(Manager, PermitOf("orders:accept", """{ "status": ["open", "late"] }""")));
        // One that has not begun, where the permit would last as long.
        var later = new Grant("d", GrantKind.Deny, GrantWorld.Issuer, "ann", GrantWorld.Main, "orders:view") { From = GrantWorld.Noon.AddHours(1) };
        Assert.Equal("beyond_holding: orders:view", await TryAsync(Manager, PermitOf("orders:view"), later));
        Assert.Equal("done", await TryAsync(Manager, PermitOf("orders:view") with { Until = GrantWorld.Noon.AddHours(1) }, later));
    }

    [Theory]
    [InlineData("done", "code", null)]
    [InlineData("done", "status", "status")]
    [InlineData("beyond_holding: orders:view", "price", null)]
    [InlineData("beyond_holding: orders:view", "code", "code")]
    [InlineData("unknown_field: cost", "cost", null)]
    [InlineData("unknown_field: *", "*", null)]
    public async Task S17_a_permit_has_no_more_fields_than_the_grantor(string expected, string read, string? write) =>
        Assert.Equal(expected, await TryAsync(Manager, PermitOf("orders:view") with { Read = [read], Write = write is null ? null : [write] }));

    [Fact]
    public async Task S17_a_field_that_is_hidden_now_is_not_given_because_what_hides_it_will_end()
    {
        // Where only conditions permit, a field is shown that all of them list.
        Grant[] two =
        [
            new("1", GrantKind.Permit, GrantWorld.Issuer, "ann", GrantWorld.Main, "orders:view") { When = """{ "status": "open" }""", Read = ["code", "status"] },
            new("2", GrantKind.Permit, GrantWorld.Issuer, "ann", GrantWorld.Main, "orders:view") { When = """{ "status": "late" }""", Read = ["code"], Until = GrantWorld.Noon.AddHours(1) },
        ];
        var ann = GrantWorld.Of("ann", "granter");
        var open = PermitOf("orders:view", """{ "status": "open" }""");
        Assert.Equal("done", await TryAsync(ann, open with { Read = ["code"] }, two));
        Assert.Equal("beyond_holding: orders:view", await TryAsync(ann, open with { Read = ["status"] }, two));
        Assert.Equal("done", await TryAsync(ann, open with { Read = ["status"] }, two[0]));
    }

    [Fact]
    public async Task S17_a_grant_lasts_no_longer_than_what_the_grantor_has_by_grants()
    {
        var noon = GrantWorld.Noon;
        var ann = GrantWorld.Of("ann", "granter");
        Grant[] until = [GrantWorld.Role("m", "ann", "manager") with { Until = noon.AddHours(1) }];
        Assert.Equal("beyond_holding: orders:view", await TryAsync(ann, PermitOf("orders:view"), until));
        Assert.Equal("beyond_holding: orders:view", await TryAsync(ann, PermitOf("orders:view") with { Until = noon.AddHours(1).AddTicks(1) }, until));
        Assert.Equal("done", await TryAsync(ann, PermitOf("orders:view") with { Until = noon.AddHours(1) }, until));
        Assert.Equal("not_assigned: auditor", await TryAsync(ann, RoleOf("auditor"), until));
        Assert.Equal("done", await TryAsync(ann, RoleOf("auditor") with { Until = noon.AddHours(1) }, until));
        // The longest of several counts; one that is not in force yet does not.
        Grant[] several = [.. until, GrantWorld.Role("m2", "ann", "manager"), GrantWorld.Role("m3", "ann", "boss") with { From = noon.AddHours(2) }];
        Assert.Equal("done", await TryAsync(ann, PermitOf("orders:view"), several));
        Assert.Equal("beyond_holding: orders:cancel", await TryAsync(ann, PermitOf("orders:cancel"), several));
    }

    [Fact]
    public async Task S17_a_rule_that_ends_bounds_what_may_be_given_and_one_of_the_role_asks_for_no_longer()
    {
        Grant[] permit = [new("p", GrantKind.Permit, GrantWorld.Issuer, "ann", GrantWorld.Main, "orders:refund") { Until = GrantWorld.Noon.AddMinutes(30) }];
        Assert.Equal("done", await TryAsync(Manager, RoleOf("seasonal"), permit));
        permit = [permit[0] with { Until = GrantWorld.Noon.AddMinutes(29) }];
        Assert.Equal("beyond_holding: orders:refund", await TryAsync(Manager, RoleOf("seasonal"), permit));
        Assert.Equal("done", await TryAsync(Manager, RoleOf("seasonal") with { Until = GrantWorld.Noon.AddMinutes(29) }, permit));
        Assert.Equal("beyond_holding: orders:refund", await TryAsync(GrantWorld.Of("ann", "granter", "seasonal"), PermitOf("orders:refund")));
    }

    [Fact]
    public async Task S17_what_is_held_under_an_obligation_is_given_under_it_only()
    {
        var proved = new Subject("ann", GrantWorld.Main, ["proved"]) { Issuer = GrantWorld.Issuer, SteppedUpAt = GrantWorld.Noon };
        Assert.Equal("beyond_holding: orders:view", await TryAsync(proved, PermitOf("orders:view")));
        Assert.Equal("beyond_holding: orders:view", await TryAsync(proved, RoleOf("auditor")));
        Assert.Equal("done", await TryAsync(proved, RoleOf("careful")));
        Assert.Equal("done", await TryAsync(Manager, RoleOf("careful")));
    }

    [Fact]
    public async Task S17_nobody_grants_to_themselves()
    {
        await using var world = new GrantWorld();
        foreach (var mine in new[] { GrantRequest.Role(GrantWorld.Person("ann"), "crew", "I need it"), GrantRequest.Deny(GrantWorld.Person("ann"), "orders:view", "I do not") })
            Assert.Equal(GrantRefusalReason.ToOneself, (await world.GrantAsync(Boss, mine)).Reason);
        // A person is issuer and subject (S02).
        Assert.True((await world.GrantAsync(Boss, GrantRequest.Role(new("https://other.example", "ann"), "crew", "somebody else"))).IsDone);
    }

    [Fact]
    public async Task S17_borrowed_rights_grant_nothing()
    {
        static Subject With(string actor = "", string credential = "", string[]? limits = null, bool isTest = false) =>
            new("ann", GrantWorld.Main, ["boss"]) { Issuer = GrantWorld.Issuer, Actor = actor, Credential = credential, CredentialCapabilities = limits, IsTest = isTest };
        Assert.Equal("borrowed_rights", await TryAsync(With(actor: "eve"), RoleOf("crew")));
        Assert.Equal("borrowed_rights", await TryAsync(With(credential: "key-1"), RoleOf("crew")));
        Assert.Equal("borrowed_rights", await TryAsync(With(limits: ["grants:create"]), RoleOf("crew")));
        Assert.Equal("test_class", await TryAsync(With(isTest: true), RoleOf("crew")));
        Assert.Equal("done", await TryAsync(With(), RoleOf("crew")));
        // What broken glass lends.
        Grant[] open = [GrantWorld.Role("k", "ann", "keeper"), new("b", GrantKind.BreakGlass, GrantWorld.Issuer, "ann", GrantWorld.Main, "") { Until = GrantWorld.Noon.AddHours(1) }];
        await using var world = new GrantWorld(open);
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(Manager, "orders:cancel"));
        Assert.Equal("beyond_holding: orders:cancel", await TryAsync(Manager, PermitOf("orders:cancel"), open));
    }

    [Fact]
    public async Task S17_a_grant_is_in_the_tenant_of_the_grantor_and_bounded_by_what_they_have_there()
    {
        await using var world = new GrantWorld(new Grant("m", GrantKind.Role, GrantWorld.Issuer, "ann", GrantWorld.Other, "manager"));
        var ann = GrantWorld.Of("ann", "granter");
        Assert.Equal("beyond_holding: orders:view", (await world.GrantAsync(ann, PermitOf("orders:view"))).ToString());

        var elsewhere = new Subject("ann", GrantWorld.Other, []) { Issuer = GrantWorld.Issuer };
        Assert.True((await world.GrantAsync(elsewhere, PermitOf("orders:view"))).IsDone);
        Assert.Empty(await world.HeldAsync("bob"));
        Assert.Single(await world.Ledger.OfAsync(Bob.Issuer, Bob.Id, GrantWorld.Other, Token));
    }

    [Fact]
    public async Task S17_a_ceiling_bounds_what_may_be_given()
    {
        await using var world = new GrantWorld();
        world.Narrowed.Add("orders:view");
        Assert.Equal("beyond_holding: orders:view", (await world.GrantAsync(Boss, PermitOf("orders:view"))).ToString());
        Assert.True((await world.GrantAsync(Boss, PermitOf("orders:accept"))).IsDone);
    }

    [Fact]
    public async Task Duties_refuse_a_second_role_suspended_ones_included()
    {
        Assert.Equal("duty_conflict: auditor", await TryAsync(Boss, RoleOf("auditor"), GrantWorld.Role("c", "bob", "trainee")));
        Assert.Equal("duty_conflict: auditor", await TryAsync(Boss, RoleOf("auditor"), GrantWorld.Role("c", "bob", "crew") with { IsSuspended = true }));
        Assert.Equal("done", await TryAsync(Boss, RoleOf("auditor"), GrantWorld.Role("c", "bob", "closer")));
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "missing_reason", "reason" }, { "too_long", "long-reason" }, { "too_long", "long-when" }, { "invalid_person", "issuer" }, { "invalid_person", "long-person" }, { "invalid_person", "default" },
        { "expired", "over" }, { "expired", "now" }, { "expired", "before" }, { "not_of_a_role", "when" }, { "not_of_a_role", "fields" }, { "unknown_capability: orders:views", "capability" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_malformed_is_refused_with_a_reason(string expected, string what)
    {
        var request = what switch
        {
            "reason" => GrantRequest.Role(Bob, "crew", " "),
            "long-reason" => GrantRequest.Role(Bob, "crew", new('x', CksGrants.LongestReason + 1)),
            "long-when" => PermitOf("orders:view", new(' ', CksGrants.LongestCondition + 1)),
            "issuer" => GrantRequest.Role(new("", "bob"), "crew", "r"),
            "long-person" => GrantRequest.Role(GrantWorld.Person(new('x', CksGrants.LongestSubject + 1)), "crew", "r"),
            "default" => GrantRequest.Role(default, "crew", "r"),
            "over" => RoleOf("crew") with { Until = GrantWorld.Noon.AddTicks(-1) },
            "now" => RoleOf("crew") with { Until = GrantWorld.Noon },
            "before" => RoleOf("crew") with { From = GrantWorld.Noon.AddHours(2), Until = GrantWorld.Noon.AddHours(1) },
            "when" => RoleOf("crew") with { When = "{}" },
            "fields" => RoleOf("crew") with { Read = ["code"] },
            _ => PermitOf("orders:views"),
        };
        Assert.Equal(expected, await TryAsync(Boss, request));
    }

    [Fact]
    public async Task Nobody_without_identity_or_tenant_grants()
    {
        Assert.Equal("no_identity", await TryAsync(new("ann", GrantWorld.Main, ["boss"]), RoleOf("crew")));
        Assert.Equal("no_identity", await TryAsync(new("ann", default, ["boss"]) { Issuer = GrantWorld.Issuer }, RoleOf("crew")));
        Assert.Equal("no_identity", await TryAsync(Subject.Nobody, RoleOf("crew")));
    }

    [Fact]
    public async Task A_person_has_so_many_grants_and_what_is_over_makes_room()
    {
        Grant[] many = [.. Enumerable.Range(0, CksGrants.MostGrants).Select(i => new Grant($"d{i}", GrantKind.Deny, GrantWorld.Issuer, "bob", GrantWorld.Main, "orders:view"))];
        Assert.Equal("too_many", await TryAsync(Boss, RoleOf("crew"), many));
        await using var world = new GrantWorld([.. many.Skip(1), many[0] with { Until = GrantWorld.Noon }]);
        Assert.True((await world.GrantAsync(Boss, RoleOf("crew"))).IsDone);
        Assert.Equal(CksGrants.MostGrants, (await world.HeldAsync("bob")).Count);
    }

    [Fact]
    public async Task A_grant_counts_from_its_first_moment_to_before_its_last()
    {
        await using var world = new GrantWorld();
        await world.GrantAsync(Boss, RoleOf("auditor") with { From = GrantWorld.Noon.AddSeconds(10), Until = GrantWorld.Noon.AddSeconds(20) });
        var bob = GrantWorld.Of("bob");
        foreach (var (ticks, expected) in new[] { (0L, DecisionReason.NoRole), (TimeSpan.TicksPerSecond * 10 - 1, DecisionReason.NoRole), (1, DecisionReason.Permitted), (TimeSpan.TicksPerSecond * 10 - 1, DecisionReason.Permitted), (1, DecisionReason.NoRole) })
        {
            world.Clock.Advance(TimeSpan.FromTicks(ticks));
            Assert.Equal(expected, await world.MayAsync(bob, "orders:view"));
        }
    }

    [Fact]
    public async Task S17_what_is_revoked_ends_at_once_and_needs_its_own_capability()
    {
        await using var world = new GrantWorld(GrantWorld.Role("g", "bob", "auditor"));
        var bob = GrantWorld.Of("bob");
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(bob, "orders:view"));
        Assert.Equal("not_permitted: grants:revoke", (await world.Desk.RevokeAsync(GrantWorld.Of("eve", "auditor"), Bob, "g", "no", Token)).ToString());
        Assert.Equal("unknown_grant", (await world.Desk.RevokeAsync(Manager, GrantWorld.Person("eve"), "g", "no", Token)).ToString());
        Assert.Equal("borrowed_rights", (await world.Desk.RevokeAsync(new("ann", GrantWorld.Main, ["boss"]) { Issuer = GrantWorld.Issuer, Actor = "eve" }, Bob, "g", "no", Token)).ToString());

        var outcome = await world.Desk.RevokeAsync(GrantWorld.Of("ann", "granter"), Bob, "g", "no more", Token);

        Assert.Equal((GrantAction.Revoked, "g"), (outcome.Record!.Action, outcome.Record.Grants.Single().Id));
        Assert.Equal(DecisionReason.NoRole, await world.MayAsync(bob, "orders:view"));
        Assert.Empty(await world.HeldAsync("bob"));
    }

    [Theory]
    [InlineData("orders:cancel", null, "manager", "beyond_holding: orders:cancel")]
    [InlineData("orders:cancel", null, "boss", "done")]
    [InlineData("orders:accept", """{ "status": "open" }""", "manager", "beyond_holding: orders:accept")] // unknown counts as denied: also without a status
    [InlineData("orders:accept", """{ "status": "open" }""", "boss", "done")]
    [InlineData("orders:refund", null, "manager", "beyond_holding: orders:refund")]
    [InlineData("orders:view", null, "manager", "beyond_holding: orders:view")] // fields that the policy shows by it
    public async Task S17_lifting_a_deny_is_granting(string capability, string? when, string grantor, string expected)
    {
        await using var world = new GrantWorld(new Grant("d", GrantKind.Deny, GrantWorld.Issuer, "bob", GrantWorld.Main, capability) { When = when });
        Assert.Equal(expected, (await world.Desk.RevokeAsync(GrantWorld.Of("ann", grantor), Bob, "d", "may again", Token)).ToString());
        Assert.Equal("to_oneself", expected == "done" ? "to_oneself" : (await world.Desk.RevokeAsync(GrantWorld.Of("bob", "boss"), Bob, "d", "may again", Token)).ToString());
    }

    [Fact]
    public async Task S17_lifting_what_hides_fields_or_what_a_granted_role_denies_is_granting_as_well()
    {
        await using var world = new GrantWorld(
            new Grant("f", GrantKind.Deny, GrantWorld.Issuer, "bob", GrantWorld.Main, "orders:view") { Read = ["price"] },
            new Grant("s", GrantKind.Deny, GrantWorld.Issuer, "bob", GrantWorld.Main, "orders:view") { Read = ["status"] },
            GrantWorld.Role("t", "bob", "trainee"));
        async Task<string> RevokeAsync(Subject by, string id) => (await world.Desk.RevokeAsync(by, Bob, id, "may again", Token)).ToString();

        Assert.Equal("beyond_holding: orders:view", await RevokeAsync(Manager, "f"));
        Assert.Equal("done", await RevokeAsync(Manager, "s"));
        Assert.Equal("beyond_holding: orders:refund", await RevokeAsync(Manager, "t"));
        Assert.Equal("done", await RevokeAsync(Boss, "t"));
        Assert.Equal("done", await RevokeAsync(Boss, "f"));
    }

    [Fact]
    public async Task S17_archive_suspends_and_nothing_comes_back_by_itself()
    {
        await using var world = new GrantWorld(
            GrantWorld.Role("a", "bob", "auditor"), GrantWorld.Role("t", "bob", "closer"), new Grant("p", GrantKind.Permit, GrantWorld.Issuer, "bob", GrantWorld.Main, "orders:refund"),
            new Grant("d", GrantKind.Deny, GrantWorld.Issuer, "bob", GrantWorld.Main, "orders:cancel"));
        var bob = GrantWorld.Of("bob", "boss");
        Assert.Equal(DecisionReason.Denied, await world.MayAsync(bob, "orders:cancel"));

        var outcome = await world.Desk.SuspendAsync(GrantWorld.Of("ann", "granter"), Bob, "has left", Token);

        Assert.Equal((GrantAction.Suspended, 3), (outcome.Record!.Action, outcome.Record.Grants.Count));
        foreach (var capability in new[] { "orders:view", "orders:accept", "orders:refund" })
            Assert.Equal(DecisionReason.NoRole, await world.MayAsync(GrantWorld.Of("bob"), capability));
        // What is denied stays denied.
        Assert.Equal(DecisionReason.Denied, await world.MayAsync(bob, "orders:cancel"));
        Assert.Equal("to_oneself", (await world.Desk.RestoreAsync(bob, Bob, "a", "back", Token)).ToString());
        Assert.Equal("beyond_holding: orders:refund", (await world.Desk.RestoreAsync(Manager, Bob, "p", "back", Token)).ToString());
        Assert.Equal("done", (await world.Desk.RestoreAsync(Manager, Bob, "a", "back", Token)).ToString());
        Assert.Equal("not_suspended", (await world.Desk.RestoreAsync(Manager, Bob, "a", "back", Token)).ToString());
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(GrantWorld.Of("bob"), "orders:view"));
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(GrantWorld.Of("bob"), "orders:refund"));
    }

    [Fact]
    public async Task S17_a_suspended_role_still_denies()
    {
        await using var world = new GrantWorld(GrantWorld.Role("t", "bob", "trainee"));
        await world.Desk.SuspendAsync(GrantWorld.Of("ann", "granter"), Bob, "has left", Token);

        Assert.Equal(DecisionReason.Denied, await world.MayAsync(GrantWorld.Of("bob", "boss"), "orders:cancel"));
        Assert.Equal(DecisionReason.NoRole, await world.MayAsync(GrantWorld.Of("bob"), "orders:view"));
    }
}
