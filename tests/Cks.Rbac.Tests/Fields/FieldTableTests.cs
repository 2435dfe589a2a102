using System.Text;
using Cks.Core;

namespace Cks.Rbac.Tests.Fields;

/// <summary>The table of docs/policy.md that says which fields a capability has without a row.</summary>
public sealed class FieldTableTests
{
    private const string Lists = """{ "SET": ["f"], "read": ["f"] }""";
    private const string Leaves = """{ "read": ["other"] }""";

    [Theory]
    [InlineData("lists", "leaves", "no", true)]
    [InlineData("lists leaves", "", "no", true)]
    [InlineData("leaves", "lists", "no", false)]
    [InlineData("", "lists lists", "no", true)]
    [InlineData("", "lists leaves", "no", false)]
    [InlineData("lists", "lists", "hides", false)]
    [InlineData("lists", "", "hides somewhere", false)]
    [InlineData("", "lists", "hides somewhere", false)]
    [InlineData("", "", "no", false)]
    public void A_field_is_in_a_set_as_the_table_says(string unconditional, string conditional, string deny, bool isIn)
    {
        foreach (var set in new[] { "read", "write", "filter", "sort" })
        {
            string Rule(string what, string when) => $$"""{ "actions": ["orders:view"], "fields": {{(what == "lists" ? Lists : Leaves).Replace("\"SET\": [\"f\"], ", set == "read" ? "" : $"\"{set}\": [\"f\"], ", StringComparison.Ordinal)}}{{when}} }""";
            string[] permits = [.. Words(unconditional).Select(w => Rule(w, "")), .. Words(conditional).Select((w, i) => Rule(w, $", \"when\": {{ \"status\": \"s{i}\" }}"))];
            var hides = deny == "no" ? "" : $$"""{ "actions": ["orders:view"], "fields": { "{{set}}": ["f"] }{{(deny == "hides" ? "" : ", \"when\": { \"status\": \"x\" }")}} }""";
            var policy = $$"""
                {
                  "version": 1,
                  "resources": { "orders": { "actions": ["view"], "fields": ["f", "other"], "attributes": ["status"] } },
                  "roles": { "one": { "permit": [{{string.Join(", ", permits)}}], "deny": [{{hides}}] } }
                }
                """;
            var planner = new PolicyDecisionPoint(SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(policy), utf8 => PolicyReader.Read("test", utf8)));

            var mask = planner.Fields(new("u", TenantId.Parse("main"), ["one"]), CapabilityId.Of("orders:view"));

            var names = set switch { "read" => mask.Read, "write" => mask.Write, "filter" => mask.Filter, _ => mask.Sort };
            Assert.Equal(isIn, names.Names.Contains("f"));
            // What may not be read may neither be filtered nor sorted by.
            if (set == "read" && !isIn)
                Assert.DoesNotContain("f", mask.Filter.Names.Concat(mask.Sort.Names));
        }
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
