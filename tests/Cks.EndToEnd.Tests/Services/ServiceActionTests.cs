using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Services;

/// <summary>Who may do what with a service, by a table written by hand from section 11(b) of the domain reference.</summary>
public sealed class ServiceActionTests
{
    private static readonly string[] Statuses = ["created", "active", "completed", "verified", "cancelled"];
    private static readonly string[] Actions = ["start", "complete", "verify", "cancel", "notes"];

    // Whoever is in charge: the manager of the ecosystem, or the warehouse that manages it.
    private static readonly Dictionary<(string Action, string Status), string> InCharge = new()
    {
        [("start", "created")] = "active",
        [("complete", "active")] = "completed",
        [("verify", "completed")] = "verified",
        [("cancel", "created")] = "cancelled",
        [("cancel", "active")] = "cancelled",
        [("notes", "created")] = "created",
        [("notes", "active")] = "active",
        [("notes", "completed")] = "completed",
    };

    private static readonly Dictionary<(string Action, string Status), string> OnIt = new()
    {
        [("complete", "active")] = "completed",
        [("notes", "created")] = "created",
        [("notes", "active")] = "active",
        [("notes", "completed")] = "completed",
    };

    private static readonly Dictionary<(string Action, string Status), string> Nothing = [];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain05_service_actions_need_the_one_in_charge(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var crew = await portal.CrewOfAsync("MGR-001");
        var (staffed, other) = (crew[0], crew[1]);
        var (number, done) = (900, new Dictionary<string, int>());
        foreach (var warehouse in new[] { null, "WHS-001" })
        {
            foreach (var status in Statuses)
            {
                var service = await portal.AddServiceAsync(number++, status, warehouse, staffed);
                // Code, tenant, whether the service is in the scope, and what may be done.
                (string Code, string Tenant, bool Sees, Dictionary<(string, string), string> May)[] viewers =
                [
                    ("MGR-001", "main", true, warehouse is null ? InCharge : Nothing),
                    ("WHS-001", "main", warehouse is not null, warehouse is null ? Nothing : InCharge),
                    (staffed, "main", true, OnIt),
                    ("MGR-002", "main", false, Nothing),
                    ("WHS-002", "main", false, Nothing),
                    (other, "main", false, Nothing),
                    ("MGR-001", "acme", false, Nothing),
                    ("CON-001", "main", true, Nothing),
                    ("CUS-001", "main", true, Nothing),
                    ("CEN-001", "main", true, Nothing),
                    ("ADM-001", "main", true, Nothing),
                    ("CON-003", "main", false, Nothing),
                ];
                foreach (var (code, tenant, sees, may) in viewers)
                {
                    var (answer, one) = await portal.AskAsync($"/api/services/{service}", portal.TokenOf(code, tenant));
                    Assert.Equal((code, sees ? 200 : 404), (code, answer));
                    if (sees)
                        Assert.Equal([.. Actions.Where(a => may.ContainsKey((a, status)))], one.GetProperty("service").Can());
                    foreach (var action in Actions)
                    {
                        var isPermitted = may.TryGetValue((action, status), out var next);
                        // Who lacks the action whatever the service is told so; to the others what they do not see is not there.
                        var isTheirs = code[..3] is "MGR" or "WHS" || (code[..3] == "CRW" && action is "complete" or "notes");
                        var (result, body) = await portal.PostAsync($"/api/services/{service}/{action}", code, new { notes = "x" }, tenant);
                        Assert.Equal((code, action, status, isPermitted ? 200 : isTheirs && !sees ? 404 : 403), (code, action, status, result));
                        Assert.Equal([next ?? status], await portal.Database.LinesAsync($"SELECT status FROM services WHERE tenant_id = 'main' AND service_id = '{service}'"));
                        if (!isPermitted)
                            continue;
                        Assert.Equal(next, body.GetProperty("status").GetString());
                        done[action] = done.GetValueOrDefault(action) + 1;
                        await portal.Database.ExecuteAsync($"UPDATE services SET status = '{status}', actual_start_time = NULL, actual_end_time = NULL WHERE service_id = '{service}'");
                    }
                }
            }
        }

        Assert.Equal(new() { ["start"] = 2, ["complete"] = 4, ["verify"] = 2, ["cancel"] = 4, ["notes"] = 12 }, done);
        // One event for each that was done, and none for one that was refused.
        Assert.Equal(
            ["service_cancelled | 4", "service_completed | 4", "service_notes_updated | 12", "service_started | 2", "service_verified | 2"],
            await portal.Database.LinesAsync("SELECT type, count(*) FROM activities WHERE target_id LIKE 'CEN-001-SRV-9%' GROUP BY type ORDER BY type"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_service_keeps_its_times_and_notes_and_those_who_see_it_hear_of_it(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        var service = await portal.AddServiceAsync(900, "created", "WHS-001", crew);
        const string notes = "\"It's\" 🧹 <b>; DROP TABLE services; --";

        foreach (var action in new[] { "start", "complete", "verify" })
        {
            Assert.Equal(200, (await portal.PostAsync($"/api/services/{service.ToLowerInvariant()}/{action}", "WHS-001")).Status);
            Assert.Equal(403, (await portal.PostAsync($"/api/services/{service}/{action}", "WHS-001")).Status);
        }

        var timed = await portal.AddServiceAsync(901, "completed", "WHS-001", crew);
        Assert.Equal(200, (await portal.PostAsync($"/api/services/{timed}/notes", crew, new { notes })).Status);
        var (_, shown) = await portal.AskAsync($"/api/services/{service}", portal.TokenOf("WHS-001"));
        var row = shown.GetProperty("service");
        Assert.True(row.GetProperty("startedAt").GetDateTimeOffset() <= row.GetProperty("endedAt").GetDateTimeOffset());
        Assert.True(row.GetProperty("startedAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddMinutes(-10));
        Assert.Equal(notes, (await portal.AskAsync($"/api/services/{timed}", portal.TokenOf("WHS-001"))).Body.GetProperty("service").GetProperty("notes").GetString());
        // Notes are no field of a contractor.
        Assert.False((await portal.AskAsync($"/api/services/{timed}", portal.TokenOf("CON-001"))).Body.GetProperty("service").TryGetProperty("notes", out _));
        foreach (var type in new[] { "service_started", "service_completed", "service_verified" })
            Assert.Equal(["CEN-001", "CON-001", "CUS-001", "MGR-001", "WHS-001"], await portal.AudienceAsync(service, type));
        Assert.Equal(["{\"centerId\":\"CEN-001\",\"warehouseId\":\"WHS-001\"}"], (await portal.Database.LinesAsync($"SELECT ids FROM activities WHERE target_id = '{service}'")).Distinct().Select(l => l.Replace(" ", "")));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Notes_that_cannot_be_kept_are_400_and_nothing_is_written(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var service = await portal.AddServiceAsync(900, "created");
        var path = $"/api/services/{service}/notes";
        Assert.Equal(200, (await portal.PostAsync(path, "MGR-001", new { notes = new string('é', 4_000) })).Status);

        foreach (var (json, reason) in new[]
        {
            ("""{"notes":"a\u0000b"}""", "malformed_text"),
            ("{}", "notes_required"),
            ("""{"notes":null}""", "notes_required"),
            ($$"""{"notes":"{{new string('x', 5_000)}}"}""", "notes_required"),
        })
        {
            var (status, body) = await portal.PostJsonAsync(path, "MGR-001", json);
            Assert.Equal((400, reason), (status, body.Reason()));
        }

        // Half a character is no JSON text.
        Assert.Equal(400, (await portal.PostJsonAsync(path, "MGR-001", """{"notes":"\ud83e"}""")).Status);
        Assert.Equal(["4000"], await portal.Database.LinesAsync($"SELECT length(notes) FROM services WHERE tenant_id = 'main' AND service_id = '{service}'"));
        Assert.Equal(1, await portal.Database.CountAsync($"SELECT count(*) FROM activities WHERE target_id = '{service}'"));
        Assert.Equal(200, (await portal.PostAsync(path, "MGR-001", new { notes = " " })).Status);
        Assert.Equal(["NULL"], await portal.Database.LinesAsync($"SELECT notes FROM services WHERE tenant_id = 'main' AND service_id = '{service}'"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Of_20_who_start_one_service_at_once_exactly_one_does(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var service = await portal.AddServiceAsync(900, "created");
        var token = portal.TokenOf("MGR-001");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => portal.SendAsync(HttpMethod.Post, $"/api/services/{service}/start", token)));

        Assert.Equal(1, answers.Count(a => a.Status == 200));
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Contains(a.Status, new[] { 403, 409 }));
        Assert.Equal(1, await portal.Database.CountAsync($"SELECT count(*) FROM activities WHERE target_id = '{service}'"));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task S28_a_service_outside_one_that_is_archived_and_one_that_nobody_has_are_one_answer(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var (outside, archived) = (await portal.AddServiceAsync(900, "created"), await portal.AddServiceAsync(901, "created"));
        await portal.Database.ExecuteAsync($"UPDATE services SET archived_at = '2026-06-02T08:00:00.0000000Z' WHERE service_id = '{archived}'");
        var answers = new List<string>();
        foreach (var (code, who) in new[] { (outside, "MGR-002"), (archived, "MGR-001"), ("CEN-001-SRV-999", "MGR-001"), ("CEN-001-TEST-SRV-001", "MGR-001"), ("' OR 1=1 --", "MGR-001") })
        {
            var (status, body) = await portal.PostAsync($"/api/services/{Uri.EscapeDataString(code)}/start", who);
            Assert.Equal(404, status);
            answers.Add(string.Join(' ', body.EnumerateObject().Where(p => p.Name is not "traceId" and not "instance").Select(p => p.ToString())));
        }

        Assert.Single(answers.Distinct());
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Services_are_listed_for_whoever_sees_them(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var crew = await portal.CrewOfAsync("MGR-001");
        var service = await portal.AddServiceAsync(900, "created", "WHS-001", crew[0]);

        foreach (var who in new[] { "MGR-001", "CON-001", "CUS-001", "CEN-001", crew[0], "WHS-001", "ADM-001" })
        {
            Assert.Contains(service, await Listed(who, "/api/services?status=created"));
            Assert.DoesNotContain(service, await Listed(who, "/api/services?status=active"));
        }

        foreach (var who in new[] { "MGR-002", "CON-003", "CUS-003", "CEN-003", crew[1], "WHS-002" })
            Assert.DoesNotContain(service, await Listed(who, "/api/services"));
        // What a role may not see it may not filter by, nor may anybody invent a cursor.
        foreach (var path in new[] { "/api/services?after=nonsense", "/api/services?status=%00" })
            Assert.Equal(400, (await portal.AskAsync(path, portal.TokenOf("MGR-001"))).Status);

        async Task<string[]> Listed(string who, string path)
        {
            var (status, body) = await portal.AskAsync(path, portal.TokenOf(who));
            Assert.Equal((who, 200), (who, status));
            return [.. body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!)];
        }
    }
}
