using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>S07 over HTTP: what another sees.</summary>
public sealed class InspectionTests(MovesPortals portals) : IClassFixture<MovesPortals>
{
    private const string Audited = "SELECT actor_code, action, target, detail FROM audit_log WHERE tenant_id = 'main' ORDER BY at, audit_id";

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task S07_a_manager_and_an_admin_see_what_somebody_in_their_scope_sees_and_it_is_written_down(PortalEngine engine)
    {
        await using var portal = await MovesPortals.StartAsync(engine);
        var centers = await portal.ScopeAsync("CON-001", "centers");

        foreach (var inspector in new[] { "MGR-001", "ADM-001" })
        {
            var (status, scope) = await portal.ReadAsync("/api/scope/con1", inspector);
            Assert.Equal((200, "contractor", "CON-001"), (status, scope.Text("role"), scope.Text("cksCode")));
            Assert.Equal(centers, scope.GetProperty("relationships").GetProperty("centers").GetProperty("items").EnumerateArray().Select(i => i.Text("code")!));
        }

        Assert.Equal(["MGR-001 | scope.inspect | CON-001 | contractor", "ADM-001 | scope.inspect | CON-001 | contractor"], await portal.Database.LinesAsync(Audited));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task S07_everybody_else_and_every_other_code_is_one_answer_and_nothing_is_written(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var answers = new HashSet<string>();
        foreach (var (viewer, code) in new[]
        {
            ("CON-001", "CUS-001"), ("CUS-001", "CEN-001"), ("CEN-001", "CRW-004"), ("CRW-002", "CEN-006"), ("WHS-001", "MGR-001"), // no capability
            ("MGR-001", "CON-003"), ("MGR-001", "MGR-002"), ("MGR-001", "ADM-001"), ("MGR-002", "CRW-023"), ("MGR-001", "CON-001-TEST"), ("MGR-001", "CON-999"), ("MGR-001", "nonsense"),
            ("ADM-001", "CRW-023"), ("ADM-001", "CRW-001-TEST"), ("ADM-001", "ADM-002"), ("ADM-001", "CEN-999"),
        })
        {
            var (status, body) = await portal.ReadAsync($"/api/scope/{code}", viewer);
            Assert.True(status == 404, $"{viewer} {code}: {status}");
            answers.Add(string.Join(' ', body.EnumerateObject().Where(p => p.Name is not "traceId" and not "instance").Select(p => p.ToString())));
        }

        Assert.Contains("outside_scope", Assert.Single(answers));
        Assert.Empty(await portal.Database.LinesAsync(Audited));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task S07_when_nothing_can_be_written_down_nothing_is_shown(PortalEngine engine)
    {
        await using var portal = await MovesPortals.StartAsync(engine);
        await portal.Database.ExecuteAsync("DROP TABLE audit_log");

        var (status, body) = await portal.ReadAsync("/api/scope/CON-001", "MGR-001");

        Assert.Equal((503, "unavailable"), (status, body.Reason()));
        Assert.Equal(200, (await portal.ReadAsync("/api/scope/MGR-001", "MGR-001")).Status); // one's own needs no line
    }

    [Theory]
    [InlineData("/api/scope")]
    [InlineData("/api/scope/ADM-001")]
    public async Task An_admin_has_no_scope_of_its_own(string path)
    {
        var (status, body) = await (await portals.GetAsync(PortalEngine.Sqlite)).ReadAsync(path);

        Assert.Equal((404, "no_scope"), (status, body.Reason()));
    }
}
