using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Scope;

/// <summary>The rest of a set, from the cursor in the scope's answer.</summary>
public sealed class SetPagesTests(RunningPortals portals)
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task The_cursor_of_a_scope_leads_through_the_whole_set_of_its_owner_alone(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var viewer = (await new ScopeOracle(portal.Database.Source).AllViewersAsync()).Single(v => v is { Tenant: "main", Code: "MGR-001" });
        var expected = (await new ScopeOracle(portal.Database.Source).ScopeOfAsync(viewer))!.Relationships["crew"].Select(r => r.Code).ToArray();
        Assert.True(expected.Length > 200);
        var token = portal.TokenOf("MGR-001");
        var page = (await portal.AskAsync("/api/scope", token)).Body.GetProperty("relationships").GetProperty("crew");
        var (codes, next) = (new List<string>(), page.GetProperty("next").GetString());
        codes.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!));

        Assert.Equal(404, (await portal.AskAsync($"/api/scope/MGR-001/crew?after={next}", portal.TokenOf("MGR-002"))).Status);
        Assert.Equal(400, (await portal.AskAsync($"/api/scope/MGR-002/crew?after={next}", portal.TokenOf("MGR-002"))).Status);
        Assert.Equal(404, (await portal.AskAsync("/api/scope/MGR-001/participants", token)).Status);
        while (next is not null)
        {
            var (status, rest) = await portal.AskAsync($"/api/scope/mgr1/crew?after={next}", token);
            Assert.Equal(200, status);
            codes.AddRange(rest.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!));
            next = rest.GetProperty("next").GetString();
        }

        Assert.Equal(expected, codes);
    }
}
