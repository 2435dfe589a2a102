using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope.Tests.Model;

/// <summary>A small model with every kind of relation, and a policy that shows all of it.</summary>
internal static class ScopeText
{
    public const string Model = """
        {
          "version": 1,
          "entities": {
            "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" }, "code": { "prefix": "MGR" } },
            "customer": { "table": "customers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status", "parent": "manager" } },
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" }, "code": { "prefix": "CEN", "aliases": ["CTR"] } },
            "crew": { "table": "crew", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" } },
            "service": { "table": "services", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" } },
            "staffing": { "table": "staffing", "key": "service", "tenant": "tenant", "test": "test" },
          },
          "relations": [
            { "name": "customers", "from": "manager", "to": "customer", "by": "manager" },
            { "name": "centers", "from": "customer", "to": "center", "by": "customer" },
            { "name": "crew", "from": "center", "to": "crew", "by": "center" },
            { "name": "services", "from": "center", "to": "service", "by": "center" },
            { "name": "services", "from": "crew", "to": "service", "through": { "entity": "staffing", "from": "crew", "to": "service" } },
          ],
          "metrics": {
            "accountStatus": { "own": "status", "map": { "assigned": "active" } },
            "crewCount": { "count": "crew" },
            "serviceCount": { "count": "services", "within": "centers", "where": { "status": "active" } },
            "activeServices": { "count": "services", "where": { "status": "active" } },
          },
          "roles": {
            "manager": { "entity": "manager", "includeRelationships": ["customers", "centers", "crew", "services"], "summaryMetrics": ["accountStatus", "crewCount", "serviceCount"] },
            "center": { "entity": "center", "includeRelationships": ["crew", "services"], "includeUpward": ["customer"], "summaryMetrics": ["crewCount", "activeServices"] },
            "crew": { "entity": "crew", "includeRelationships": ["services"], "includeUpward": ["center"], "summaryMetrics": ["accountStatus", "activeServices"] },
          },
        }
        """;

    public const string Policy = """
        {
          "version": 1,
          "resources": {
            "manager": { "actions": ["view"], "fields": ["code", "status"] }, "customer": { "actions": ["view"], "fields": ["code", "status", "parent"] },
            "center": { "actions": ["view"], "fields": ["code", "status"] }, "crew": { "actions": ["view"], "fields": ["code", "status"] },
            "service": { "actions": ["view"], "fields": ["code", "status"] }
          },
          "roles": {
            "all": { "permit": [
              { "actions": ["manager:view"], "fields": { "read": ["code", "status"] } },
              { "actions": ["customer:view"], "fields": { "read": ["code", "status"] } }, { "actions": ["center:view"], "fields": { "read": ["code", "status"] } },
              { "actions": ["crew:view"], "fields": { "read": ["code", "status"] } }, { "actions": ["service:view"], "fields": { "read": ["code", "status"] } } ] },
            "manager": { "inherits": ["all"] }, "center": { "inherits": ["all"] }, "crew": { "inherits": ["all"] },
            "narrow": { "deny": [{ "actions": ["crew:view"] }, { "actions": ["service:view"], "fields": { "read": ["status"] } }, { "actions": ["customer:view"], "fields": { "read": ["code"] } }] }
          }
        }
        """;

    public static LoadResult<ScopeModel> Read(string json) => ScopeModelReader.Read("test.scope.json", Encoding.UTF8.GetBytes(json));

    public static SnapshotStore<ScopeModel> ModelStore { get; } =
        SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(Model), utf8 => ScopeModelReader.Read("test.scope.json", utf8));

    public static PolicyDecisionPoint Decisions { get; } =
        new(SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(Policy), utf8 => PolicyReader.Read("test.rbac.json", utf8)));
}
