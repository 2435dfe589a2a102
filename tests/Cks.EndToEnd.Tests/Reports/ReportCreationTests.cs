using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Reports;

/// <summary>Who makes reports and feedback, about what, and what is written.</summary>
public sealed class ReportCreationTests
{
    private const string Counts = "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM activities), (SELECT coalesce(sum(last), 0) FROM sequences)";

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Reports_are_made_by_three_roles_and_feedback_by_four(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        // By hand from section 11(b).
        foreach (var (who, report, feedback) in new[]
        {
            ("CON-001", 201, 201), ("CUS-001", 201, 201), ("CEN-001", 201, 201), ("MGR-001", 403, 201), (crew, 403, 403), ("WHS-001", 403, 403), ("ADM-001", 403, 403), ("CEN-001-TEST", 201, 201),
        })
        {
            foreach (var (kind, word, expected) in new[] { ("report", "RPT", report), ("feedback", "FBK", feedback) })
            {
                var before = long.Parse((await portal.Database.LinesAsync($"SELECT coalesce(max(last), 0) FROM sequences WHERE tenant_id = 'main' AND name = '{kind}:{who}'"))[0]);
                var (status, body) = await portal.PostAsync("/api/reports", who, new { kind, category = "other", title = "Doors" });
                Assert.Equal((who, kind, expected), (who, kind, status));
                if (expected != 201)
                    continue;
                var code = $"{who}-{word}-{before + 1:000}";
                Assert.Equal((code, "open"), (body.GetProperty("code").GetString(), body.GetProperty("status").GetString()));
                var manager = who.EndsWith("-TEST", StringComparison.Ordinal) ? "MGR-001-TEST" : "MGR-001";
                Assert.Equal([$"{kind} | {who} | {manager} | open | Doors"], await portal.Database.LinesAsync($"SELECT kind, creator_id, manager_id, status, title FROM reports WHERE tenant_id = 'main' AND report_id = '{code}'"));
            }
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain30_the_code_of_a_report_has_room_for_a_test_user_and_a_large_number(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        await portal.Database.ExecuteAsync("INSERT INTO sequences (tenant_id, name, last) VALUES ('main', 'report:CEN-001-TEST', 99999) ON CONFLICT (tenant_id, name) DO UPDATE SET last = 99999");

        var (status, made) = await portal.PostAsync("/api/reports", "CEN-001-TEST", new { kind = "report", category = "other", title = "Doors" });

        Assert.Equal((201, "CEN-001-TEST-RPT-100000"), (status, made.GetProperty("code").GetString()));
        Assert.Equal(200, (await portal.AskAsync("/api/reports/CEN-001-TEST-RPT-100000", portal.TokenOf("MGR-001-TEST"))).Status);
        Assert.Equal(404, (await portal.AskAsync("/api/reports/CEN-001-TEST-RPT-100000", portal.TokenOf("MGR-001"))).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain08_what_a_report_is_about_is_in_the_creators_scope(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var (service, archived, order) = (await portal.AddServiceAsync(900, "active"), await portal.AddServiceAsync(901, "active"), await portal.AddOrderAsync());
        await portal.Database.ExecuteAsync($"UPDATE services SET archived_at = '2026-06-02T08:00:00.0000000Z' WHERE service_id = '{archived}'");
        var before = await portal.Database.LinesAsync(Counts);
        var answers = new List<string>();
        foreach (var (who, body) in new (string, object)[]
        {
            ("CEN-003", new { kind = "report", category = "service", service, title = "x" }),
            ("CON-003", new { kind = "feedback", category = "service", service, title = "x" }),
            ("CEN-003", new { kind = "report", category = "order", order, title = "x" }),
            ("CON-001", new { kind = "report", category = "order", order, title = "x" }), // product orders are not for contractors
            ("CEN-001-TEST", new { kind = "report", category = "service", service, title = "x" }),
            ("CEN-001", new { kind = "report", category = "service", service = archived, title = "x" }),
            ("CEN-001", new { kind = "report", category = "service", service = "CEN-001-SRV-999", title = "x" }),
            ("CEN-001", new { kind = "report", category = "order", order = "CEN-001-PO-999999", title = "x" }),
            ("CEN-001", new { kind = "report", category = "order", order = "'); DROP TABLE reports; --", title = "x" }),
            ("CEN-001", new { kind = "report", category = "order", order = " ", title = "x" }),
            ("CEN-001", new { kind = "report", category = "service", title = "x" }),
        })
        {
            var (status, problem) = await portal.PostAsync("/api/reports", who, body);
            Assert.Equal((who, 400, "unknown_reference"), (who, status, problem.Reason()));
            answers.Add(string.Join(' ', problem.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.ToString())));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(before, await portal.Database.LinesAsync(Counts));
        // In whatever spelling, what is in the scope is found.
        Assert.Equal(201, (await portal.PostAsync("/api/reports", "CUS-001", new { kind = "report", category = "order", order = $" {order.ToLowerInvariant()} ", title = "x" })).Status);
        Assert.Equal(201, (await portal.PostAsync("/api/reports", "CON-001", new { kind = "report", category = "service", service = service.ToLowerInvariant(), title = "x" })).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Texts_are_kept_as_they_are_or_refused_whole(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        foreach (var text in new[] { "\"It's\" 'quoted'; DROP TABLE reports; --", "👩‍🔧🧹 שלום", "<script>alert(1)</script>\r\n\\u0000 %", new string('y', 4_999) + "é" })
        {
            var (status, made) = await portal.PostAsync("/api/reports", "CEN-001", new { kind = "feedback", category = "other", title = "T" + text[..Math.Min(20, text.Length)], body = text, rating = 5, priority = "LOW" });
            Assert.Equal(201, status);
            var row = (await portal.AskAsync($"/api/reports/{made.GetProperty("code").GetString()}", portal.TokenOf("MGR-001"))).Body.GetProperty("report");
            Assert.Equal((text, 5, "LOW", "CEN-001"), (row.GetProperty("body").GetString(), row.GetProperty("rating").GetInt32(), row.GetProperty("priority").GetString(), row.GetProperty("creator").GetString()));
        }

        var before = await portal.Database.LinesAsync(Counts);
        foreach (var (json, reason) in new[]
        {
            ("""{"kind":"report","category":"other","title":"a\u0000b"}""", "malformed_text"),
            ("""{"kind":"report","category":"other","title":"a","body":"\u0000"}""", "malformed_text"),
            ("""{"kind":"report","category":"order","order":"\u0000","title":"a"}""", "unknown_reference"),
            ($$"""{"kind":"report","category":"other","title":"a","body":"{{new string('x', 5_001)}}"}""", "too_long"),
            ($$"""{"kind":"report","category":"other","title":"{{new string('x', 201)}}"}""", "too_long"),
            ("""{"kind":"report","category":"other","title":" "}""", "title_required"),
            ("""{"kind":"report","category":"other"}""", "title_required"),
            ("""{"kind":"report","category":"lorry","title":"a"}""", "unknown_category"),
            ("""{"kind":"report","title":"a"}""", "unknown_category"),
            ("""{"kind":"praise","category":"other","title":"a"}""", "unknown_kind"),
            ("{}", "unknown_kind"),
            ("""{"kind":"report","category":"other","title":"a","order":"CEN-001-PO-001"}""", "unexpected_reference"),
            ("""{"kind":"report","category":"order","title":"a","service":"CEN-001-SRV-001"}""", "unexpected_reference"),
            ("""{"kind":"report","category":"other","title":"a","priority":"high"}""", "unknown_priority"),
            ("""{"kind":"report","category":"other","title":"a","rating":3}""", "bad_rating"),
            ("""{"kind":"feedback","category":"other","title":"a","rating":6}""", "bad_rating"),
            ("""{"kind":"feedback","category":"other","title":"a","rating":0}""", "bad_rating"),
        })
        {
            var (status, body) = await portal.PostJsonAsync("/api/reports", "CEN-001", json);
            Assert.Equal((json, 400, reason), (json, status, body.Reason()));
        }

        Assert.Equal(400, (await portal.PostJsonAsync("/api/reports", "CEN-001", """{"kind":"report","category":"other","title":"\ud83e"}""")).Status);
        Assert.Equal(before, await portal.Database.LinesAsync(Counts));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain07_reports_are_those_of_the_caller_whatever_the_address_says(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var (_, made) = await portal.PostAsync("/api/reports", "CEN-001", new { kind = "report", category = "other", title = "Ours" });
        var code = made.GetProperty("code").GetString()!;

        foreach (var who in new[] { "MGR-001", "CON-001", "CUS-001", "CEN-001", (await portal.CrewOfAsync("MGR-001"))[0], "ADM-001" })
        {
            Assert.Contains(code, await Listed(who, ""));
            Assert.Equal(200, (await portal.AskAsync($"/api/reports/{code.ToLowerInvariant()}", portal.TokenOf(who))).Status);
        }

        foreach (var who in new[] { "MGR-002", "CON-003", "CUS-003", "CEN-003", (await portal.CrewOfAsync("MGR-002"))[0], "WHS-001", "CEN-001-TEST" })
        {
            foreach (var query in new[] { "", "?code=CEN-001", "?creator=CEN-001&tenant=main&managerCode=MGR-001" })
                Assert.DoesNotContain(code, await Listed(who, query));
            Assert.Equal(404, (await portal.AskAsync($"/api/reports/{code}", portal.TokenOf(who))).Status);
            Assert.Equal(404, (int)(await portal.GetAsync("/api/reports/hub/CEN-001", portal.TokenOf(who))).StatusCode);
        }

        Assert.Equal(404, (await portal.AskAsync($"/api/reports/{code}", portal.TokenOf("MGR-001", "acme"))).Status);

        async Task<string[]> Listed(string who, string query)
        {
            var (status, body) = await portal.AskAsync($"/api/reports{query}", portal.TokenOf(who));
            Assert.Equal((who, 200), (who, status));
            return [.. body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!)];
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain09_the_events_of_a_report_reach_its_ecosystem_only(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var (crew, service) = ((await portal.CrewOfAsync("MGR-001"))[0], await portal.AddServiceAsync(900, "active", "WHS-001"));
        foreach (var kind in new[] { "report", "feedback" })
        {
            var (_, made) = await portal.PostAsync("/api/reports", "CON-001", new { kind, category = "service", service, title = "Ours" });
            var code = made.GetProperty("code").GetString()!;
            Assert.Equal(200, (await portal.PostAsync($"/api/reports/{code}/acknowledge", "WHS-001")).Status);
            Assert.Equal(200, (await portal.PostAsync($"/api/reports/{code}/acknowledge", "MGR-001")).Status);
            Assert.Equal(200, (await portal.PostAsync($"/api/reports/{code}/resolve", "WHS-001")).Status);

            // Who wrote it, its manager, and the center and warehouse of the service.
            foreach (var type in new[] { $"{kind}_created", $"{kind}_acknowledged", $"{kind}_resolved" })
                Assert.Equal(["CEN-001", "CON-001", "MGR-001", "WHS-001"], (await portal.AudienceAsync(code, type)).Distinct());
            foreach (var (who, hears) in new[] { ("CON-001", 4), ("MGR-001", 4), ("CEN-001", 4), ("WHS-001", 4), ("CUS-001", 0), (crew, 0), ("WHS-002", 0), ("MGR-002", 0), ("CON-003", 0), ("CUS-003", 0), ("CEN-003", 0), ("ADM-001", 0) })
                Assert.Equal((who, hears), (who, (await Feed(who)).Count(i => i.GetProperty("target").GetString() == code)));
            Assert.Contains(await Feed("CON-001"), i => i.GetProperty("description").GetString() == (kind == "report" ? "You created a report" : "You created feedback"));
        }

        async Task<JsonElement[]> Feed(string who) => [.. (await portal.AskAsync("/api/activity", portal.TokenOf(who))).Body.GetProperty("items").EnumerateArray()];
    }
}
