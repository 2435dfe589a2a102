namespace Cks.Cli.Tests;

/// <summary>A small model, its policy, and a database that has their rows.</summary>
internal static class ScopeFiles
{
    public const string Model = """
        {
          "version": 1,
          "entities": {
            "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "code": { "prefix": "MGR" }, "fields": { "code": "id" } },
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "code": { "prefix": "CEN" }, "fields": { "code": "id", "phone": "phone" } },
            "crew": { "table": "crew", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "code": { "prefix": "CRW" }, "fields": { "code": "id", "status": "status" } }
          },
          "relations": [
            { "name": "centers", "from": "manager", "to": "center", "by": "manager", "parent": true },
            { "name": "crew", "from": "center", "to": "crew", "by": "center", "parent": true }
          ],
          "roles": {
            "manager": { "entity": "manager", "includeRelationships": ["centers", "crew"] },
            "center": { "entity": "center", "includeRelationships": ["crew"] },
            "guard": { "entity": "center", "includeRelationships": ["crew"] }
          }
        }
        """;

    public const string Policy = """
        {
          "version": 1,
          "resources": {
            "manager": { "actions": ["view"], "fields": ["code"] }, "center": { "actions": ["view"], "fields": ["code", "phone"] },
            "crew": { "actions": ["view"], "fields": ["code", "status"], "attributes": ["status"] }
          },
          "roles": {
            "manager": { "permit": [
              { "id": "own", "actions": ["manager:view"], "fields": { "read": ["code"] } }, { "id": "centers", "actions": ["center:view"], "fields": { "read": ["code"] } },
              { "id": "crew", "actions": ["crew:view"], "fields": { "read": ["code", "status"] }, "when": { "status": "active" } }] },
            "center": { "permit": [
              { "id": "center", "actions": ["center:view"], "fields": { "read": ["code"] } }, { "id": "its-crew", "actions": ["crew:view"], "fields": { "read": ["code"] } }] },
            "guard": { "inherits": ["center"] }
          }
        }
        """;

    /// <summary>Tables of the model, without any index, and a few rows.</summary>
    public static string Sql(string moment) => $"""
        CREATE TABLE managers (tenant text NOT NULL, test boolean NOT NULL, id text NOT NULL, archived {moment});
        CREATE TABLE centers (tenant text NOT NULL, test boolean NOT NULL, id text NOT NULL, manager text, phone text, archived {moment});
        CREATE TABLE crew (tenant text NOT NULL, test boolean NOT NULL, id text NOT NULL, center text, status text, archived {moment});
        INSERT INTO managers VALUES ('main', FALSE, 'MGR-001', NULL);
        INSERT INTO centers VALUES ('main', FALSE, 'CEN-001', 'MGR-001', '1', NULL), ('main', FALSE, 'CEN-002', 'MGR-001', '2', NULL), ('main', FALSE, 'CEN-003', 'MGR-002', '3', NULL);
        INSERT INTO crew VALUES ('main', FALSE, 'CRW-001', 'CEN-001', 'active', NULL), ('main', FALSE, 'CRW-002', 'CEN-002', 'paused', NULL), ('main', FALSE, 'CRW-003', 'CEN-003', 'active', NULL);
        """;

    /// <summary>Writes <c>app.scope.json</c> and <c>app.rbac.json</c>.</summary>
    public static void Write(TemporaryFolder folder, string into = "")
    {
        folder.Write($"{into}app.scope.json", Model);
        folder.Write($"{into}app.rbac.json", Policy);
    }
}
