using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope.Tests.Model;

/// <summary>A small model with every kind of relation, set and metric, and a policy that shows all of it, orders by conditions.</summary>
internal static class ScopeText
{
    public const string Model = """
        {
          "version": 1,
          "entities": {
            "admin": { "table": "admins", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" }, "code": { "prefix": "ADM" } },
            "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" }, "code": { "prefix": "MGR" } },
            "customer": { "table": "customers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status", "parent": "manager" } },
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" }, "code": { "prefix": "CEN", "aliases": ["CTR"] } },
            "crew": { "table": "crew", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" }, "code": { "prefix": "CRW" } },
            "service": { "table": "services", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "status": "status" } },
            "staffing": { "table": "staffing", "key": "service", "tenant": "tenant", "test": "test" },
            "order": {
              "table": "orders", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "view": "orders:view", "newestFirst": "created",
              "fields": {
                "code": "id", "status": "status", "kind": "kind", "maker": "creator", "created": { "column": "created", "type": "timestamp" }, "due": { "column": "due", "type": "timestamp" },
                "onHand": { "column": "on_hand", "type": "integer" }, "minimum": { "column": "minimum", "type": "integer" }
              }
            },
            "participant": { "table": "participants", "key": "order_id", "tenant": "tenant", "test": "test" },
            "report": { "table": "reports", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id", "manager": "manager" } },
          },
          "relations": [
            { "name": "customers", "from": "manager", "to": "customer", "by": "manager", "parent": true },
            { "name": "centers", "from": "customer", "to": "center", "by": "customer", "parent": true },
            { "name": "crew", "from": "center", "to": "crew", "by": "center", "parent": true },
            { "name": "services", "from": "center", "to": "service", "by": "center" },
            { "name": "services", "from": "crew", "to": "service", "through": { "entity": "staffing", "from": "crew", "to": "service" } },
            { "name": "createdOrders", "from": "manager", "to": "order", "by": "creator" },
            { "name": "createdOrders", "from": "center", "to": "order", "by": "creator" },
            { "name": "createdOrders", "from": "crew", "to": "order", "by": "creator" },
            { "name": "joinedOrders", "from": "center", "to": "order", "through": { "entity": "participant", "from": "viewer", "to": "order_id" } },
            { "name": "joinedOrders", "from": "crew", "to": "order", "through": { "entity": "participant", "from": "viewer", "to": "order_id" } },
            { "name": "customerOrders", "from": "customer", "to": "order", "by": "customer" },
            { "name": "centerOrders", "from": "center", "to": "order", "by": "center" },
            { "name": "ecosystemReports", "from": "center", "to": "report", "by": "manager", "on": "manager_copy" },
          ],
          "scopeKeys": [{ "entity": "center", "column": "manager_copy", "ancestor": "manager" }],
          "sets": {
            "orders": { "entity": "order", "own": ["createdOrders", "joinedOrders"], "below": ["customerOrders", "centerOrders"] },
            "openOrders": { "entity": "order", "own": ["createdOrders", "joinedOrders"], "below": ["centerOrders"], "where": { "status": ["open", "ready"] }, "as": "orders" },
            "reports": { "entity": "report", "own": ["ecosystemReports"] },
          },
          "metrics": {
            "accountStatus": { "own": "status", "map": { "assigned": "active" } },
            "crewCount": { "count": "crew" },
            "serviceCount": { "count": "services", "within": "centers", "where": { "status": "active" } },
            "activeServices": { "count": "services", "where": { "status": "active" } },
            "idleCrew": { "count": "crew", "where": { "status": ["paused", ""] } },
            "openCount": { "count": "orders", "where": { "status": ["open", "done"] } },
            "dueToday": { "count": "orders", "where": { "due": { "on": "today" } } },
            "dueLater": { "count": "orders", "where": { "due": { "from": "today" }, "kind": "plain" } },
            "unscheduled": { "count": "openOrders", "where": { "due": null } },
            "short": { "count": "orders", "where": { "onHand": { "below": "minimum" } } },
          },
          "roles": {
            "admin": { "entity": "admin", "includeAll": ["customer", "center", "order"] },
            "manager": { "entity": "manager", "includeRelationships": ["customers", "centers", "crew", "services"], "summaryMetrics": ["accountStatus", "crewCount", "serviceCount", "idleCrew", "dueToday", "short"], "lists": ["orders"], "activityFilters": ["target", "managerId"] },
            "center": { "entity": "center", "includeRelationships": ["crew", "services", "openOrders"], "includeUpward": ["customer"], "summaryMetrics": ["crewCount", "activeServices", "openCount", "dueLater", "unscheduled"], "lists": ["orders", "reports"] },
            "crew": { "entity": "crew", "includeRelationships": ["services"], "includeUpward": ["center"], "summaryMetrics": ["accountStatus", "activeServices"], "lists": ["orders"] },
          },
        }
        """;

    public const string Policy = """
        {
          "version": 1,
          "resources": {
            "admin": { "actions": ["view"], "fields": ["code", "status"] }, "manager": { "actions": ["view"], "fields": ["code", "status"] }, "customer": { "actions": ["view"], "fields": ["code", "status", "parent"] },
            "center": { "actions": ["view"], "fields": ["code", "status"] }, "crew": { "actions": ["view"], "fields": ["code", "status"] },
            "service": { "actions": ["view"], "fields": ["code", "status"] }, "report": { "actions": ["view"], "fields": ["code", "manager"] },
            "orders": { "actions": ["view"], "fields": ["code", "status", "kind", "maker", "created", "due", "onHand", "minimum"], "attributes": ["status", "kind", "maker"] },
            "scope": { "actions": ["inspect"] }
          },
          "roles": {
            "all": { "permit": [
              { "actions": ["manager:view"], "fields": { "read": ["code", "status"] } },
              { "actions": ["customer:view"], "fields": { "read": ["code", "status"] } }, { "actions": ["center:view"], "fields": { "read": ["code", "status"] } },
              { "actions": ["crew:view"], "fields": { "read": ["code", "status"] } }, { "actions": ["service:view"], "fields": { "read": ["code", "status"] } },
              { "actions": ["report:view"], "fields": { "read": ["code", "manager"] } } ] },
            "orders": { "permit": [{ "actions": ["orders:view"], "fields": { "read": ["code", "status", "kind", "maker", "created", "due", "onHand", "minimum"] } }] },
            "admin": { "inherits": ["all", "orders"], "permit": [{ "actions": ["scope:inspect"] }, { "actions": ["admin:view"], "fields": { "read": ["code"] } }] },
            "manager": { "inherits": ["all", "orders"], "permit": [{ "actions": ["scope:inspect"] }], "deny": [{ "actions": ["orders:view"], "when": { "kind": ["secret", "hidden"], "status": "open" } }] },
            "center": { "inherits": ["all"], "permit": [
              { "actions": ["orders:view"], "when": { "status": ["open", "done"], "kind": "plain" }, "fields": { "read": ["code", "status", "kind", "maker", "created", "due"] } },
              { "actions": ["orders:view"], "when": { "maker": "$code" }, "fields": { "read": ["code", "status", "kind", "maker", "created", "due"] } } ] },
            "crew": { "inherits": ["all"], "permit": [{ "actions": ["orders:view"], "when": { "status": ["open", "ready"] }, "fields": { "read": ["code", "created"] } }] },
            "narrow": { "deny": [{ "actions": ["crew:view"] }, { "actions": ["service:view"], "fields": { "read": ["status"] } }, { "actions": ["customer:view"], "fields": { "read": ["code"] } },
              { "actions": ["orders:view"], "fields": { "read": ["onHand"] } }] },
            "undated": { "deny": [{ "actions": ["orders:view"], "fields": { "read": ["created"] } }] },
            "blurred": { "deny": [{ "actions": ["orders:view"], "fields": { "read": ["status"] } }] }
          }
        }
        """;

    public static LoadResult<ScopeModel> Read(string json) => ScopeModelReader.Read("test.scope.json", Encoding.UTF8.GetBytes(json));

    public static SnapshotStore<ScopeModel> ModelStore { get; } =
        SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(Model), utf8 => ScopeModelReader.Read("test.scope.json", utf8));

    public static SnapshotStore<Policy> PolicyStore { get; } =
        SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(Policy), utf8 => PolicyReader.Read("test.rbac.json", utf8));
}
