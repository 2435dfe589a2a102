using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Scope;

/// <summary>Every viewer of the seed data: <c>/api/scope</c> over HTTP against plain SQL written by hand.</summary>
public sealed class ScopeEqualsOracleTests(RunningPortals portals)
{
    private const int PageSize = 200;
    private static readonly string[] MaySignIn = ["active", "assigned", "operational", "unassigned", "pending"];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Each_set_and_count_of_each_viewer_equals_the_oracle(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var oracle = new ScopeOracle(portal.Database.Source);
        var (answered, refused) = (0, 0);
        foreach (var viewer in (await oracle.AllViewersAsync()).Where(v => v.Subject is not null))
        {
            var (status, body) = await portal.AskAsync("/api/scope", portal.TokenOf(viewer.Code, viewer.Tenant));
            if (viewer.IsArchived || !MaySignIn.Contains(viewer.Status?.Trim().ToLowerInvariant() ?? ""))
            {
                Assert.Equal((403, viewer.IsArchived ? "archived" : "suspended"), (status, body.GetProperty("reason").GetString()));
                refused++;
                continue;
            }

            Assert.Equal(200, status);
            Compare((await oracle.ScopeOfAsync(viewer))!, body);
            answered++;
        }

        Assert.True(answered > 1_000 && refused > 100, $"{answered} answered, {refused} refused");
    }

    private static void Compare(OracleScope expected, JsonElement scope)
    {
        var viewer = expected.Viewer;
        Assert.Equal((viewer.Role, viewer.Code), (scope.GetProperty("role").GetString(), scope.GetProperty("cksCode").GetString()));
        var sets = scope.GetProperty("relationships");
        Assert.Equal(expected.Relationships.Keys.Order(), sets.EnumerateObject().Select(p => p.Name).Order());
        foreach (var (name, rows) in expected.Relationships)
        {
            var set = sets.GetProperty(name);
            if (name == "center") // the one relation upward is a record, not a set
            {
                Assert.Equal(rows.Select(r => Show(r)), set.ValueKind == JsonValueKind.Null ? [] : [Show(set)]);
                continue;
            }

            Assert.Equal(rows.Take(PageSize).Select(r => Show(r)), set.GetProperty("items").EnumerateArray().Select(r => Show(r)));
            Assert.Equal((rows.Count, false), (set.GetProperty("count").GetInt32(), set.GetProperty("more").GetBoolean()));
        }

        var summary = scope.GetProperty("summary").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        Assert.Equal(expected.AccountStatus, summary["accountStatus"].GetString());
        Assert.Equal(expected.Metrics.OrderBy(m => m.Key), summary.Where(m => m.Key != "accountStatus").ToDictionary(m => m.Key, m => m.Value.GetInt64()).OrderBy(m => m.Key));

        static object Show(object row) => row switch
        {
            OracleRow r => (r.Code, r.Name, r.Status),
            JsonElement j => (j.GetProperty("code").GetString(), j.TryGetProperty("name", out var n) ? n.GetString() : null, j.GetProperty("status").GetString()),
            _ => row,
        };
    }
}
