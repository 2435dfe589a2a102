using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cks.Rbac.Tests.Analysis;

public sealed class PolicyMatrixTests
{
    private static readonly Policy Policy = PolicyReader.Read("p.json", """
        {
          "version": 1,
          "resources": { "orders": { "actions": ["view", "accept", "cancel", "purge", "fix"], "attributes": { "status": ["open", "closed"] }, "relations": ["own"] } },
          "aliases": { "canAccept": "orders:accept" },
          "obligations": { "step-up": { "within": 300 }, "notify": {} },
          "roles": {
            "member": { "permit": [ { "id": "mine", "actions": ["orders:view"], "when": { "is": "own" } }, { "id": "others", "actions": ["orders:view"], "when": { "not": { "is": "own" } } } ] },
            "clerk": {
              "inherits": ["member"],
              "permit": [
                { "id": "accept", "actions": ["orders:accept"], "when": { "status": "open" } },
                { "id": "cancel", "actions": ["orders:cancel"], "obligations": ["step-up", "notify"], "until": "2027-01-01T00:00:00Z" },
                { "id": "purge", "actions": ["orders:purge"], "breakGlass": true },
                { "id": "fix", "actions": ["orders:fix"] }
              ],
              "deny": [ { "id": "no-fix", "actions": ["orders:fix"] } ]
            },
            "lead": { "inherits": ["clerk"], "assigns": ["clerk"], "permit": [ { "id": "all", "actions": ["orders:accept"] } ], "deny": [ { "id": "closed", "actions": ["orders:accept"], "when": { "status": "closed" } } ] }
          }
        }
        """u8.ToArray()).Value!;

    [Fact]
    public void It_is_a_table_of_capabilities_and_one_of_roles()
    {
        var text = PolicyMatrix.Of(Policy).ToString();

        // Without what only lines the columns up.
        Assert.Equal(
            """
            | capability | clerk | lead | member |
            | - | - | - | - |
            | orders:accept | some | some | |
            | orders:cancel | yes, notify and step-up, until 2027-01-01T00:00:00Z | yes, notify and step-up, until 2027-01-01T00:00:00Z | |
            | orders:fix | denied | denied | |
            | orders:purge | yes, break-glass | yes, break-glass | |
            | orders:view | yes | yes | yes |

            | role | inherits | may give |
            | - | - | - |
            | clerk | member | |
            | lead | clerk | clerk |
            | member | | |

            """,
            Regex.Replace(Regex.Replace(text, " {2,}", " "), "-{3,}", "-"));
        Assert.Equal(2, text.Split('\n').Where(l => l.Length > 0).Select(l => l.Length).Distinct().Count());
    }

    [Fact]
    public void Whether_a_role_ever_has_a_capability_is_what_its_cell_says()
    {
        var matrix = PolicyMatrix.Of(Policy);
        CapabilityId[] capabilities = [.. Policy.Capabilities, CapabilityId.Of("orders:none")];
        foreach (var role in (string[])[.. Policy.Roles, "nobody"])
            foreach (var capability in capabilities)
                Assert.Equal(matrix.Find(role, capability.Name).Extent != PolicyExtent.Never, PolicyMatrix.IsEver(Policy, role, capability));
        Assert.True(PolicyMatrix.IsEver(Policy, "lead", CapabilityId.Of("orders:accept")));
        Assert.False(PolicyMatrix.IsEver(Policy, "lead", CapabilityId.Of("orders:fix")));
    }

    [Fact]
    public void A_cell_names_the_rules_that_permit()
    {
        var matrix = PolicyMatrix.Of(Policy);

        Assert.Equal(["accept", "all"], matrix.Find("lead", "orders:accept").Rules);
        Assert.Equal((PolicyExtent.Never, ""), (matrix.Find("member", "orders:fix").Extent, matrix.Find("member", "orders:fix").ToString()));
        Assert.Equal(["clerk", "member"], matrix.Roles.Single(r => r.Name == "lead").Lineage);
    }

    [Fact]
    public void It_is_written_as_json_and_as_a_page()
    {
        var matrix = PolicyMatrix.Of(Policy);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            matrix.WriteMembers(json);
            json.WriteEndObject();
        }

        using var read = JsonDocument.Parse(stream.ToArray());
        Assert.Equal("sometimes", read.RootElement.GetProperty("capabilities")[0].GetProperty("roles")[0].GetProperty("extent").GetString());
        Assert.Contains("<tr class=\"\"><th scope=\"row\">orders:accept</th><td>canAccept</td><td>some</td>", matrix.ToHtml("Rights"), StringComparison.Ordinal);
    }
}
