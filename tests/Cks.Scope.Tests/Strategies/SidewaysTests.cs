using System.Text;

namespace Cks.Scope.Tests.Strategies;

/// <summary>A relation that is matched by another column than the key leads beside a row, and no further.</summary>
public sealed class SidewaysTests
{
    private const string Model = """
        {
          "version": 1,
          "entities": {
            "warehouse": { "table": "warehouses", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } },
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } },
            "crew": { "table": "crew", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } }
          },
          "relations": [
            { "name": "served", "from": "warehouse", "to": "center", "by": "manager", "on": "manager" },
            { "name": "crew", "from": "center", "to": "crew", "by": "center" }
          ],
          "sets": { "servedCrew": { "entity": "crew", "below": ["served/crew"] } },
          "roles": { "warehouse": { "entity": "warehouse", "includeRelationships": [NAMES] } }
        }
        """;

    [Theory]
    [InlineData("\"served\"", "")]
    [InlineData("\"served\", \"crew\"", "CKS302 m.scope.json:13:87 \"crew\" cannot be reached from \"warehouse\".")]
    [InlineData("\"served\", \"servedCrew\"", "")]
    public void A_name_is_not_looked_for_beyond_it_and_a_written_path_goes_on(string names, string finding)
    {
        var result = ScopeModelReader.Read("m.scope.json", Encoding.UTF8.GetBytes(Model.Replace("NAMES", names)));

        Assert.StartsWith(finding, string.Join('\n', result.Diagnostics), StringComparison.Ordinal);
        Assert.Equal(finding.Length == 0, result.IsLoaded);
    }
}
