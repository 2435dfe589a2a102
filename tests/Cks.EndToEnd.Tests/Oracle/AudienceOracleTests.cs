using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

public sealed class AudienceOracleTests(SeededDatabases databases)
{
    [Fact]
    public async Task Every_seeded_event_has_an_audience_that_the_specification_allows()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        foreach (var tenant in new[] { "main", "acme" })
        {
            var rows = await PortalRows.ReadAsync(database.Source, tenant);
            var oracle = new AudienceOracle(rows);
            Assert.Empty(rows.Activities.SelectMany(oracle.Faults));
            Assert.Contains(rows.Activities, e => oracle.Of(e).Must.Count > 2);
        }
    }

    [Theory]
    [InlineData("CRW-001", "crew_assigned_to_center", """{"crewId":"CRW-001","centerId":"CEN-001"}""", "CRW-001,CEN-001", "")]
    [InlineData("CRW-001", "crew_assigned_to_center", """{"crewId":"CRW-001","centerId":"CEN-001"}""", "CRW-001,CEN-001,CUS-001,CON-001,MGR-001", "")]
    [InlineData("CRW-001", "crew_assigned_to_center", """{"crewId":"CRW-001","centerId":"CEN-001"}""", "CRW-001", "CEN-001 is missing")]
    [InlineData("CRW-001", "crew_assigned_to_center", """{"centerId":"CEN-001"}""", "CRW-001,CEN-001,CEN-002", "CEN-002 must not be there")]
    [InlineData("CRW-001", "crew_assigned_to_center", """{"centerId":"CEN-001"}""", "CRW-001,CEN-001,CRW-001-TEST", "CRW-001-TEST must not be there")]
    [InlineData("CRW-001", "crew_assigned_to_center", """{"centerId":"CEN-001"}""", "CRW-001,CEN-001,CRW-99999", "CRW-99999 must not be there")]
    [InlineData("CRW-001", "crew_assigned_to_center", """{"centerId":"CEN-001-TEST"}""", "CRW-001,CEN-001-TEST", "CEN-001-TEST must not be there")]
    [InlineData("CRW-001", "profile_updated", """{"centerId":"MGR-002"}""", "CRW-001", "")]
    [InlineData("SRV-001", "catalog_service_certified", """{"userId":"CRW-001","managerId":"MGR-001"}""", "CRW-001", "")]
    [InlineData("SRV-001", "catalog_service_certified", """{"userId":"CRW-001","managerId":"MGR-001"}""", "CRW-001,MGR-001", "MGR-001 must not be there")]
    [InlineData("CRW-001", "crew_archived", """{"crewId":"CRW-001"}""", "", "")]
    [InlineData("CRW-001", "crew_archived", """{"crewId":"CRW-001"}""", "CRW-001", "CRW-001 must not be there")]
    [InlineData("SRV-001", "catalog_service_created", "{}", "role:manager,role:contractor,role:customer", "")]
    [InlineData("SRV-001", "catalog_service_created", "{}", "role:manager,role:contractor,role:crew", "role:customer is missing;role:crew must not be there")]
    [InlineData("PRD-001", "product_created", "{}", "role:manager,role:contractor,role:customer,role:center,role:crew,role:warehouse,CRW-001",
        "CRW-001 must not be there;CRW-001 is there twice, by code and by role")]
    [InlineData("TKT-001", "support_ticket_updated", """{"createdById":"CRW-001"}""", "CRW-001", "CRW-001 must not be there")]
    public async Task An_audience_is_judged(string target, string type, string ids, string audience, string faults)
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        var oracle = new AudienceOracle(await PortalRows.ReadAsync(database.Source, "main"));
        var e = new OracleEvent("main", "e", false, type, "ADM-001", "admin", target, "something", "Something happened", ids, DateTime.MaxValue);
        Assert.Equal(faults, string.Join(';', oracle.Faults(e, audience.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(f => f[(f.IndexOf(':') + 2)..])));
    }
}
