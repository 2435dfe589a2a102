using Cks.Samples.Portal.Database;

namespace Cks.Tests.Moves;

/// <summary>Pain27: several who move the tree at once.</summary>
public sealed class ConcurrentMovesTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain27_of_many_moves_at_once_each_is_whole_and_no_copy_drifts(PortalEngine engine)
    {
        await using var portal = await MovesPortals.StartAsync(engine);
        var random = new Random(20260711);
        string[] customers = ["CUS-001", "CUS-002", "CUS-005"];
        string[] centers = ["CEN-001", "CEN-002", "CEN-005", "CEN-006", "CEN-009"];
        var audits = await CountAsync("SELECT count(*) FROM audit_log");
        var moves = Enumerable.Range(0, 40).Select(i => random.Next(8) switch
        {
            < 3 => (Entity: "customer", Code: Pick(customers), Parent: Pick("CON-001", "CON-002", "CON-003", "CON-004")),
            < 7 => (Entity: "center", Code: Pick(centers), Parent: Pick("CUS-001", "CUS-002", "CUS-005", "CUS-003")),
            _ => (Entity: "contractor", Code: "CON-001", Parent: Pick("MGR-001", "MGR-002")),
        }).ToArray();

        var answers = await Task.WhenAll(moves.Select((m, i) => i % 9 == 8 ? portal.UnassignAsync(m.Entity, m.Code) : portal.AssignAsync(m.Entity, m.Code, m.Parent, i % 2 == 0 ? "ADM-001" : "ADM-002")));

        Assert.All(answers, a => Assert.Contains(a.Status, new[] { 200, 409 }));
        var changed = answers.Count(a => a.Status == 200 && a.Body.GetProperty("changed").GetBoolean());
        Assert.InRange(changed, 10, 40);
        Assert.Equal(audits + changed, await CountAsync("SELECT count(*) FROM audit_log"));
        Assert.Empty(await DriftQuery.RunAsync(portal.Database));

        string Pick(params string[] of) => of[random.Next(of.Length)];

        Task<long> CountAsync(string sql) => portal.Database.CountAsync(sql);
    }
}
