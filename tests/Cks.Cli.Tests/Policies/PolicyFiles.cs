namespace Cks.Cli.Tests;

/// <summary>A policy, its tests and a resource, as the examples of the verbs name them.</summary>
internal static class PolicyFiles
{
    public static void Write(TemporaryFolder folder)
    {
        folder.Write("app.rbac.json", """
            {
              "version": 1,
              "resources": { "orders": { "actions": ["view", "accept"], "attributes": ["status", "contractor"] } },
              "aliases": { "canAccept": "orders:accept" },
              "roles": {
                "staff": { "permit": [{ "id": "s-view", "actions": ["orders:view"] }] },
                "contractor": { "inherits": ["staff"], "permit": [{ "id": "c-accept", "actions": ["orders:accept"], "when": { "status": "open", "contractor": "$code" } }] },
              },
            }
            """);
        folder.Write("app.rbac.tests.json", """
            {
              "version": 1,
              "policy": ["app.rbac.json"],
              "subjects": { "ann": { "roles": ["contractor"], "code": "CON-010" } },
              "resources": { "order": { "of": "orders", "attributes": { "status": "open", "contractor": "CON-010" } } },
              "tests": [
                { "as": "staff", "permit": ["orders:view"], "else": "deny" },
                { "as": "ann", "permit": ["orders:accept"], "on": "order" },
                { "as": "ann", "deny": ["orders:accept"], "on": "order", "with": { "status": ["late", null] } },
              ],
            }
            """);
        folder.Write("order.json", """{ "attributes": { "status": "late", "contractor": "CON-010" } }""");
    }
}
