using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;
using Microsoft.AspNetCore.Builder;

namespace Cks.Tests.Scope;

/// <summary>
/// An eighth role for the portal as it is built: its documents copied and extended. A new kind of person has a table as the others have; it stands beside them in the view of whoever signs in.
/// </summary>
internal sealed class AuditorDocuments : IDisposable
{
    private static readonly JsonDocumentOptions ForFiles = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cks-auditor-");

    /// <param name="permits">Rules of the role.</param>
    /// <param name="strategy">Its strategy.</param>
    /// <param name="hub">Its hub.</param>
    public AuditorDocuments(string permits, string strategy, string hub)
    {
        Write("portal.rbac.json", "policies/portal.rbac.json", policy =>
        {
            policy["resources"]!["auditor"] = Json("""{ "actions": ["view"], "fields": ["code", "name", "managerCode", "status"] }""");
            policy["roles"]!["auditor"] = Json($$"""{ "inherits": ["member"], "permit": {{permits}} }""");
        });
        Write("portal.scope.json", "scopes/portal.scope.json", model =>
        {
            model["entities"]!["auditor"] = Json("""
                {
                  "table": "auditors", "key": "auditor_id", "tenant": "tenant_id", "test": "is_test", "archived": "archived_at", "code": { "prefix": "AUD" },
                  "fields": { "code": "auditor_id", "name": "name", "managerCode": "manager_id", "status": "status" }
                }
                """);
            foreach (var (name, to, by) in new[] { ("centers", "center", "cks_manager"), ("crew", "crew", "cks_manager"), ("namedOrders", "order", "manager_id") })
                model["relations"]!.AsArray().Add(Json($$"""{ "name": "{{name}}", "from": "auditor", "to": "{{to}}", "by": "{{by}}", "on": "manager_id" }"""));
            model["roles"]!["auditor"] = Json(strategy);
        });
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "hubs"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RunningPortal.ContentRoot, "hubs")))
            File.Copy(file, Path.Combine(_folder.FullName, "hubs", Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(_folder.FullName, "hubs", "auditor.v2.json"), hub);
    }

    /// <summary>The portal with these documents, and AUD-001 who looks at what MGR-001 has, in both tenants.</summary>
    public async Task<RunningPortal> StartAsync(PortalEngine engine)
    {
        var portal = await RunningPortal.StartAsync(engine, Configure, SeedPlan.Test);
        await AddPeopleAsync(portal);
        return portal;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task AddPeopleAsync(RunningPortal portal)
    {
        var (database, isPostgres) = (portal.Database, portal.Database.Engine == PortalEngine.Postgres);
        var (text, flag, moment) = isPostgres ? ("text COLLATE \"C\"", "boolean", "timestamptz") : ("text", "integer", "text");
        var people = Assert.Single(await database.LinesAsync(isPostgres ? "SELECT pg_get_viewdef('people'::regclass)" : "SELECT substr(sql, instr(sql, 'SELECT')) FROM sqlite_schema WHERE name = 'people'")).TrimEnd(';');
        await database.ExecuteAsync($"""
            CREATE TABLE auditors (
                tenant_id {text} NOT NULL REFERENCES tenants (tenant_id), is_test {flag} NOT NULL, auditor_id {text} NOT NULL, manager_id {text}, name {text} NOT NULL, status {text},
                archived_at {moment}, issuer {text} NOT NULL, subject {text} NOT NULL, PRIMARY KEY (tenant_id, auditor_id), UNIQUE (issuer, subject))
            """);
        foreach (var tenant in new[] { "main", "acme" })
            await database.ExecuteAsync($"""
                INSERT INTO auditors (tenant_id, is_test, auditor_id, manager_id, name, status, issuer, subject)
                VALUES ('{tenant}', false, 'AUD-001', 'MGR-001', 'Ada', 'active', '{portal.Issuer.Address}', '{PortalSeeds.SubjectOf(tenant, "AUD-001")}')
                """);
        await database.ExecuteAsync("DROP VIEW people");
        await database.ExecuteAsync($"CREATE VIEW people AS {people} UNION ALL SELECT issuer, subject, tenant_id, 'auditor', auditor_id, name, status, archived_at, is_test FROM auditors");
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration["Cks:Rbac:Policy"] = Path.Combine(_folder.FullName, "portal.rbac.json");
        builder.Configuration["Cks:Scope:Model"] = Path.Combine(_folder.FullName, "portal.scope.json");
        builder.Configuration["Cks:Hub:Roles"] = Path.Combine(_folder.FullName, "hubs", "{role}.v2.json");
    }

    private void Write(string name, string document, Action<JsonNode> extend)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(RunningPortal.ContentRoot, document)), documentOptions: ForFiles)!;
        extend(root);
        File.WriteAllText(Path.Combine(_folder.FullName, name), root.ToJsonString());
    }

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;
}
