using System.Text;
using System.Text.Json;

namespace Cks.Rbac.Tests.Analysis;

public sealed class PolicyDiffTests
{
    private static Policy Read(string roles, string actions = """["view", "accept"]""", string more = "") => PolicyReader.Read("p.json", Encoding.UTF8.GetBytes($$"""
        {
          "version": 1,
          "resources": { "orders": { "actions": {{actions}}, "fields": ["code", "price"], "attributes": { "status": ["open", "late", "closed"], "creator": "text" } } },
          "obligations": { "step-up": { "within": 300 }, "notify": {} },
          {{more}}
          "roles": { {{roles}} }
        }
        """)).GetOrThrow();

    private static string Diff(string before, string after) => PolicyDiff.Between(Read(before), Read(after)).ToString();

    [Fact]
    public void Rules_that_were_renamed_moved_or_joined_change_nothing()
    {
        var diff = PolicyDiff.Between(
            Read("""
                "clerk": { "permit": [ { "id": "a", "actions": ["orders:view"], "when": { "status": "open" } }, { "id": "b", "actions": ["orders:view"], "when": { "status": "late" } } ] }
                """),
            Read("""
                "base": { "permit": [ { "id": "c", "actions": ["orders:view"], "when": { "status": ["late", "open"] } } ] }, "clerk": { "inherits": ["base"] }
                """));

        Assert.Equal(["base"], diff.RolesAdded);
        Assert.DoesNotContain(diff.Changes, c => c.Role == "clerk");
    }

    [Fact]
    public void A_gain_and_a_loss_say_how_far_and_show_an_example() => Assert.Equal(
        """
        + clerk may orders:accept: never, now sometimes (creator = $code)
        - clerk may orders:view: always, now sometimes (status = late)

        """,
        Diff(
            """ "clerk": { "permit": [ { "actions": ["orders:view"] } ] } """,
            """ "clerk": { "permit": [ { "actions": ["orders:view"] }, { "actions": ["orders:accept"], "when": { "creator": "$code" } } ], "deny": [ { "actions": ["orders:view"], "when": { "status": "late" } } ] } """));

    [Theory]
    [InlineData(""" "obligations": ["step-up"] """, """ "obligations": [] """, "no step-up")]
    [InlineData(""" "obligations": ["notify"] """, """ "obligations": [] """, "notify is not done")]
    [InlineData(""" "breakGlass": true """, """ "breakGlass": false """, "no break-glass")]
    [InlineData(""" "until": "2027-01-01T00:00:00Z" """, """ "obligations": [] """, "now = 2027-01-01T00:00:00Z")]
    public void What_a_permit_asked_for_and_asks_no_longer_is_a_gain(string before, string after, string circumstances)
    {
        string Role(string rest) => $$""" "clerk": { "permit": [ { "actions": ["orders:view"], {{rest}} } ] } """;

        Assert.Equal($"+ clerk may orders:view: sometimes, now always ({circumstances})\n", Diff(Role(before), Role(after)));
        Assert.Equal($"- clerk may orders:view: always, now sometimes ({circumstances})\n", Diff(Role(after), Role(before)));
    }

    [Fact]
    public void What_only_the_past_tells_apart_is_no_change_from_now_on()
    {
        var (before, after) = (Read(""" "clerk": { "permit": [ { "actions": ["orders:view"], "until": "2026-01-01T00:00:00Z" } ] } """), Read(""" "clerk": {} """));

        Assert.Single(PolicyDiff.Between(before, after).Changes);
        Assert.True(PolicyDiff.Between(before, after, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).IsEmpty);
    }

    [Fact]
    public void Fields_are_compared_by_what_may_be_done_with_them() => Assert.Equal(
        """
        + clerk may write price by orders:view
        - clerk may filter by price by orders:view

        """,
        Diff(
            """ "clerk": { "permit": [ { "actions": ["orders:view"], "fields": { "read": ["code", "price"] } } ] } """,
            """ "clerk": { "permit": [ { "actions": ["orders:view"], "fields": { "read": ["code", "price"], "write": ["price"], "filter": ["code"] } } ] } """));

    [Fact]
    public void Roles_capabilities_assignments_duties_and_marks_are_compared()
    {
        var before = Read(""" "a": {}, "b": {}, "old": {} """, """["view", "accept"], "sensitive": ["view"] """, """ "duties": [ { "id": "d", "roles": ["a", "b"] } ],""");
        var after = Read(""" "a": { "assigns": ["b"] }, "b": {}, "new": { "permit": [ { "actions": ["orders:drop"] } ] } """, """["view", "drop"]""");

        Assert.Equal(
            """
            + role new
            - role old
            + capability orders:drop
            - capability orders:accept
            + a may give the role b
            + new may orders:drop: never, now always
            + the duty d keeps apart no longer what it did
            + orders:view is no longer marked sensitive

            """,
            PolicyDiff.Between(before, after).ToString());
    }

    [Fact]
    public void A_role_that_may_be_given_by_inheritance_is_a_gain()
    {
        const string Roles = """ "boss": { "permit": [ { "actions": ["orders:view"] } ] }, "giver": { "assigns": ["boss"] }, """;

        Assert.Equal("+ clerk may give the role boss\n", Diff($$"""{{Roles}} "clerk": {} """, $$"""{{Roles}} "clerk": { "inherits": ["giver"] } """));
        Assert.Equal("- clerk may give the role boss\n", Diff($$"""{{Roles}} "clerk": { "inherits": ["giver"] } """, $$"""{{Roles}} "clerk": {} """));
        Assert.Equal("", Diff($$"""{{Roles}} "clerk": { "inherits": ["giver"] } """, $$"""{{Roles}} "clerk": { "inherits": ["giver"], "assigns": ["boss"] } """));
    }

    [Fact]
    public void Roles_that_a_duty_keeps_apart_by_inheritance_no_longer_are_a_gain()
    {
        Policy With(string clerk) => Read($$""" "payer": {}, "approver": {}, "clerk": {{clerk}} """, more: """ "duties": [ { "id": "d", "roles": ["payer", "approver"] } ],""");
        var (apart, free) = (With("""{ "inherits": ["payer"] }"""), With("{}"));

        Assert.Equal("+ the duty d keeps apart no longer what it did\n", PolicyDiff.Between(apart, free).ToString());
        Assert.Equal("- the duty d keeps more apart\n", PolicyDiff.Between(free, apart).ToString());
    }

    [Fact]
    public void A_deny_that_is_gone_is_a_gain_of_whoever_is_permitted_it_by_another_role()
    {
        const string Clerk = """ "clerk": { "permit": [ { "actions": ["orders:view"], "fields": { "read": ["*"] } } ] }, """;
        var (held, free) = ($$"""{{Clerk}} "held": { "deny": [ { "actions": ["orders:view"], "when": { "status": "open" } } ] } """, $$"""{{Clerk}} "held": {} """);
        var hides = $$"""{{Clerk}} "held": { "deny": [ { "actions": ["orders:view"], "fields": { "write": ["price"] } } ] } """;

        Assert.Equal("+ held denies no longer what it did of orders:view, whoever permits it (status = open)\n", Diff(held, free));
        Assert.Equal("- held denies more of orders:view, whoever permits it (status = open)\n", Diff(free, held));
        Assert.Equal("+ held denies no longer what it did of write price by orders:view, whoever permits it\n", Diff(hides, free));
        Assert.Contains("denies no longer what it did of orders:view, whoever permits it</td>", PolicyDiff.Between(Read(held), Read(free)).ToHtml("d"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_that_stands_for_something_else_is_a_gain_of_whoever_has_that()
    {
        Policy With(string alias) => Read(""" "clerk": { "permit": [ { "actions": ["orders:view"] } ] } """, more: $$""" "aliases": { "canAccept": "{{alias}}" },""");

        Assert.Equal("+ the alias canAccept stands for orders:view and no longer for orders:accept\n", PolicyDiff.Between(With("orders:accept"), With("orders:view")).ToString());
        Assert.True(PolicyDiff.Between(With("orders:view"), With("orders:view")).IsEmpty);
    }

    [Fact]
    public void A_value_that_only_one_policy_lists_and_a_kind_that_changed_are_compared_as_what_they_are()
    {
        Policy With(string status, string when) => PolicyReader.Read("p.json", Encoding.UTF8.GetBytes($$"""
            { "version": 1, "resources": { "o": { "actions": ["view"], "attributes": { "status": {{status}} } } }, "roles": { "r": { "permit": [ { "actions": ["o:view"], "when": { "status": {{when}} } } ] } } }
            """)).GetOrThrow();

        Assert.True(PolicyDiff.Between(With("""["a", "b"]""", "\"b\""), With("""["a", "b"]""", """{ "not": "a" }""")).IsEmpty);
        Assert.Equal("status = c", Assert.Single(PolicyDiff.Between(With("""["a", "b"]""", """["a", "b"]"""), With("""["a", "b", "c"]""", """["a", "b", "c"]""")).Changes).Circumstances);
        Assert.Equal([true, false], PolicyDiff.Between(With("\"text\"", "\"1\""), With("\"number\"", "1")).Changes.Select(c => c.IsGain));
    }

    [Fact]
    public void S30_what_was_too_dear_to_tell_is_a_gain()
    {
        int[] pigeons = [.. Enumerable.Range(0, 10)];
        string[] holes = [.. Enumerable.Range(0, 9).Select(n => $"\"h{n}\"")];
        var attributes = string.Join(", ", pigeons.Select(p => $$""" "p{{p}}": ["none", {{string.Join(", ", holes)}}] """));
        var together = from hole in holes from one in pigeons from other in pigeons where one < other select $$"""{ "actions": ["x:do"], "when": { "p{{one}}": {{hole}}, "p{{other}}": {{hole}} } }""";
        Policy With(string permit) => PolicyReader.Read("hard.json", Encoding.UTF8.GetBytes($$"""
            { "version": 1, "resources": { "x": { "actions": ["do"], "attributes": { {{attributes}} } } }, "roles": { "r": { "permit": [{{permit}}], "deny": [{{string.Join(", ", together)}}] } } }
            """)).GetOrThrow();

        var placed = $$"""{ "actions": ["x:do"], "when": { {{string.Join(", ", pigeons.Select(p => $$""" "p{{p}}": { "not": "none" } """))}} } }""";
        var change = Assert.Single(PolicyDiff.Between(With(""), With(placed)).Changes);

        Assert.True(change is { IsGain: true, IsUndecided: true });
        Assert.Contains("perhaps", change.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void S30_whatever_a_document_says_is_text_in_the_page()
    {
        Policy With(string value) => PolicyReader.Read("p.json", JsonSerializer.SerializeToUtf8Bytes(new
        {
            version = 1,
            resources = new { orders = new { actions = (string[])["view"], attributes = (string[])["status"] } },
            roles = new { r = new { permit = new[] { new { actions = (string[])["orders:view"], when = new { status = value } } } } },
        })).GetOrThrow();

        var page = PolicyDiff.Between(With("a"), With("<script>\u202Ealert('&')</script>")).ToHtml("<b>\"old\"");

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">Role</th>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Gains_for_people_end_somewhere()
    {
        var many = string.Join(", ", Enumerable.Range(0, 300).Select(n => $$""" "r{{n}}": { "permit": [ { "actions": ["orders:view"] } ] } """));

        var diff = PolicyDiff.Between(Read(""), Read(many));

        Assert.Equal(300, diff.Changes.Count);
        Assert.EndsWith("\n... and 100 more", diff.Gains);
    }
}
