namespace Cks.Cli.Tests;

/// <summary>A policy, subjects, hubs in layers, targets and widget types, as the verbs about views read them.</summary>
internal static class SimulatedPortal
{
    public const string Catalog = """
        {
          "fallback": "sorry",
          "widgets": [
            { "type": "stats-card", "version": "2.1.0", "requires": ["orders:view"], "dataSources": ["/api/*/stats"],
              "options": {
                "type": "object", "required": ["unit"], "additionalProperties": false,
                "properties": {
                  "unit": { "description": "What is counted.", "enum": ["jobs", "money"], "x-hub-visibility": "client" },
                  "limit": { "type": "integer" },
                  "series": { "type": "array", "items": { "$ref": "#/$defs/series" }, "x-hub-visibility": "client" },
                  "chart": { "type": "object", "properties": { "kind": { "type": ["string", "null"], "x-hub-visibility": "client" }, "query": { "type": "string" } } }
                },
                "$defs": { "series": { "type": "object", "required": ["label"], "properties": { "label": { "type": "string" }, "below": { "$ref": "#/$defs/series" } } } }
              } },
            { "type": "tabs", "version": "1.0.0", "isContainer": true }
          ]
        }
        """;

    public static void Write(TemporaryFolder folder)
    {
        PolicyFiles.Write(folder);
        folder.Write("widgets.json", Catalog);
        folder.Write("targets.json", """
            {
              "pages": { "/": "(none)", "/orders": "orders:view", "/accept": "orders:accept" },
              "dataSources": { "/api/crew/stats": "orders:view" },
              "actions": { "accept": "orders:accept" }
            }
            """);
        folder.Write("hubs/contractor.json", """
            {
              "schemaVersion": 2,
              "metadata": { "role": "contractor", "version": "1", "displayName": "Contractors", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
              "navigation": {
                "sidebarItems": [{ "id": "home", "label": "Home", "path": "/" }, { "id": "orders", "label": "Orders", "path": "/orders" }, { "id": "trial", "label": "Trial", "path": "/", "feature": "beta" }],
                "quickActions": [{ "id": "accept", "label": "Accept", "action": "accept" }]
              },
              "dashboard": { "widgets": [
                { "id": "tabs", "type": "tabs", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }, "children": [
                  { "id": "stats", "type": "stats-card", "endpoint": "stats", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }, "options": { "unit": "money" } }] },
                { "id": "map", "type": "world-map", "plugin": "maps", "requires": "orders:view", "area": { "row": 2, "column": 1, "rows": 1, "columns": 1 }, "options": {} }
              ] },
              "permissions": { "orders:view": true, "canAccept": true },
              "features": { "beta": { "enabled": true } },
              "flags": { "beta": { "hash": "xxh3-64", "partsPerMillion": 1 } },
              "experiments": { "title": { "hash": "xxh3-64", "variants": [{ "id": "new", "partsPerMillion": 1, "overlay": { "metadata": { "displayName": "New" } } }] } },
              "dataFetching": { "endpoints": { "stats": "/api/crew/stats" } }
            }
            """);
        folder.Write("hubs/tenants/acme.json", """
            {
              "schemaVersion": 2,
              "permissions": { "orders:view": false }
            }
            """);
    }
}
