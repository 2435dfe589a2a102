using System.Text.Json;
using Cks.Rbac.AspNetCore.Tests.Guards;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Reporting;

public sealed class EndpointReportTests
{
    private const string Policy = """
        {
          "version": 1,
          "obligations": { "step-up": { "within": 300 } },
          "resources": { "notes": { "actions": ["view", "create", "purge"], "attributes": ["color"] } },
          "roles": {
            "all": { "permit": [{ "actions": ["notes:view", "notes:create"] }, { "actions": ["notes:purge"], "obligations": ["step-up"] }] },
            "none": {},
            "red": { "permit": [{ "actions": ["notes:view"], "when": { "color": "red" } }] }
          }
        }
        """;

    [Fact]
    public async Task Each_kind_of_guard_is_named_with_what_each_role_gets()
    {
        using var reports = new AuditedReports();
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapGet("/report/open", () => "in").AllowAnonymous();
                app.MapGet("/report/signed-in", () => "in").RequireAuthorization();
                app.MapGet("/report/all", () => "in").RequireCaps("notes:create");
                app.MapGet("/report/both", () => "in").RequireCaps("notes:create", "notes:purge");
                app.MapGet("/report/any", () => "in").RequireAnyCap("notes:view", "notes:create").ChecksInHandler("the handler lists by plan");
                app.MapGet("/report/row/{id}", (Note note) => note.Id).RequireCaps("notes:view").OnResource<Note>("id");
                app.MapGet("/report/roles", () => "in").RequireRoles("red", "none");
                app.MapGet("/report/framework", () => "in").RequireAuthorization(new AuthorizeAttribute { Roles = "all, none" });
                app.MapGet("/report/own", () => "in").RequireAuthorization("Owners");
                app.MapGet("/report/written", () => "in").RequireAuthorization(p => p.RequireAssertion(_ => true));
                app.MapGroup("/report").RequireAuthorization().MapPost("group", () => "in").RequireCaps("notes:create");
                app.MapHub<NotesHub>("/report/hub").ChecksInHandler("each method checks");
            },
            b =>
            {
                b.Services.AddSignalR();
                b.Services.AddCksRbac().MapResource<Note>("notes", m => m.Attribute("color", n => n.Color));
                b.Services.AddCksResource<Note, NoteLoader>();
                b.Services.AddAuthorizationBuilder().AddPolicy("Owners", p => p.RequireRole("red").RequireClaim("owner"));
            },
            Policy);

        Assert.Equal(
            [
                "GET /report/all | notes:create |  | all yes, none no, red no",
                "GET /report/any | any of notes:view, notes:create | the handler lists by plan | all yes, none no, red row",
                "GET /report/both | notes:create, notes:purge |  | all yes step-up, none no, red no",
                "GET /report/framework | role all or none |  | all yes, none yes, red no",
                "POST /report/group | notes:create |  | all yes, none no, red no",
                "* /report/hub | notes:view | each method checks | all yes, none no, red row",
                "* /report/hub/negotiate | notes:view | each method checks | all yes, none no, red row",
                "GET /report/open | AllowAnonymous |  | all yes, none yes, red yes",
                "GET /report/own | policy Owners |  | all no, none no, red row",
                "GET /report/roles | role red or none |  | all no, none yes, red yes",
                "GET /report/row/{id} | notes:view | OnResource Note id | all yes, none no, red row",
                "GET /report/signed-in | signed in |  | all yes, none yes, red yes",
                "GET /report/written | policy AssertionRequirement |  | all row, none row, red row",
                "NotesHub.Create | notes:view; notes:create | each method checks | all yes, none no, red no",
                "NotesHub.Look | notes:view | each method checks | all yes, none no, red row",
                "NotesHub.Tick | notes:view | each method checks | all yes, none no, red row",
            ],
            Lines(reports.Of("/report/signed-in")));
    }

    [Fact]
    public async Task A_host_that_does_not_start_is_reported_before_it_ends_with_what_stops_it()
    {
        using var reports = new AuditedReports();

        await GuardHost.FindingsAsync(app =>
        {
            app.MapGet("/unguarded/a", () => "in");
            app.MapGet("/unguarded/b", () => "in").RequireCaps("notes:veiw");
            app.MapGet("/unguarded/c", () => "in").RequireAuthorization("Nobody");
        });

        var report = reports.Of("/unguarded/a");
        Assert.Equal(
            [
                "GET /unguarded/a | no rule |  | reader no, trainee no, writer no",
                "GET /unguarded/b | notes:veiw |  | reader no, trainee no, writer no",
                "GET /unguarded/c | policy Nobody |  | reader no, trainee no, writer no",
            ],
            Lines(report));
        using var json = JsonDocument.Parse(report);
        Assert.Equal(
            ["CKS110 GET /unguarded/a", "CKS204 GET /unguarded/b", "CKS112 GET /unguarded/c"],
            json.RootElement.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("code").GetString()} {f.GetProperty("endpoint").GetString()}"));
    }

    [Fact]
    public async Task What_needs_no_rule_is_listed_with_the_reason()
    {
        using var reports = new AuditedReports();
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapGrpcService<Surfaces.NotesService>().RequireCaps("notes:create");
                app.MapGet("/exempt/marker", () => "in").AllowAnonymous();
            },
            b => b.Services.AddGrpc());

        using var json = JsonDocument.Parse(reports.Of("/exempt/marker"));
        Assert.Contains(
            "answers that there is no such gRPC method",
            json.RootElement.GetProperty("exempt").EnumerateArray().Select(e => e.GetProperty("why").GetString()));
    }

    [Fact]
    public void Nothing_is_made_where_nobody_listens() => EndpointReport.Publish(() => throw new InvalidOperationException("It was made."));

    private static IEnumerable<string> Lines(string report)
    {
        using var json = JsonDocument.Parse(report);
        return
        [
            .. json.RootElement.GetProperty("endpoints").EnumerateArray().Select(e => string.Join(
                " | ",
                e.GetProperty("endpoint").GetString(),
                e.GetProperty("guard").GetString(),
                e.GetProperty("checkedBy").GetString(),
                string.Join(", ", e.GetProperty("verdicts").EnumerateArray().Select(v => string.Join(' ', v.GetProperty("needs").EnumerateArray().Select(n => n.GetString()!)
                    .Prepend(v.GetProperty("verdict").GetString()!).Prepend(v.GetProperty("role").GetString()!)))))),
        ];
    }
}
