using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>A contractor's hub of version 2 with the widgets of a test, the widget types of the application, and what a subject gets of them.</summary>
internal static class WidgetWorld
{
    public const string StatsOptions = """
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "unit": { "enum": ["jobs", "money"], "x-hub-visibility": "client" },
            "threshold": { "type": "integer", "minimum": 0 },
            "colors": { "type": "array", "maxItems": 5, "items": { "type": "string" }, "x-hub-visibility": "client" },
            "chart": { "type": "object", "properties": { "kind": { "type": "string", "x-hub-visibility": "client" }, "query": { "type": "string" } } },
            "key": { "x-hub-visibility": "client" }
          }
        }
        """;

    public static HubTargets Targets { get; } = Portal.Targets
        .AddWidget(new("stats-card", "2.1.0") { Options = StatsOptions, DataSources = ["/api/*/stats"], Renderer = "stats", Preview = """{ "open": 3 }""" })
        .AddWidget(new("activity-feed", "1.0.0") { DataSources = ["/api/*/activity"], Requires = ["crews:view"] })
        .AddWidget(new("text", "0.3.1") { Options = """{ "type": "object", "required": ["text"], "additionalProperties": false, "properties": { "text": { "type": "string", "x-hub-visibility": "client" }, "more": { "type": "string" } } }""" })
        .AddWidget(new("tabs", "1.0.0") { IsContainer = true })
        .AddWidget(new("forecast", "2.1.0") { Plugin = "weather", Options = StatsOptions, DataSources = ["/api/*/stats"], Requires = ["crews:view"] })
        .AddFallbackWidget("sorry");

    /// <summary>A document with the widgets, each with an area where it has none.</summary>
    public static string Hub(string widgets, string definitions = "[]", string more = "")
    {
        var items = JsonNode.Parse(widgets)!.AsArray();
        Place(items);
        return $$"""
            {
              "schemaVersion": 2,
              "metadata": { "role": "contractor", "version": "1", "displayName": "C", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
              "dashboard": { "definitions": {{definitions}}, "widgets": {{items.ToJsonString()}} },
              {{more}}
              "dataFetching": { "endpoints": { "stats": "/api/contractor/stats", "activity": "/api/contractor/activity", "jobs": "/api/contractor/jobs" } }
            }
            """;
    }

    public static HubCatalog Catalog(string hub, HubTargets? targets = null, string? tenant = null, string? below = null)
    {
        var sources = new HubSources { Roles = [Memory("contractor", hub)] };
        if (below is not null)
            sources = sources with { Base = [HubSource.Memory("base.json", Encoding.UTF8.GetBytes(below))] };
        if (tenant is not null)
            sources = sources with { Tenants = [Memory("main", tenant)] };
        return new(sources, null, targets ?? Targets, Portal.Policies(Portal.Capabilities), null);
    }

    /// <summary>What is wrong with a document.</summary>
    public static IReadOnlyList<Diagnostic> Findings(string hub, HubTargets? targets = null) => new HubValidator(targets ?? Targets, Portal.Policy).Read("hub.json", Encoding.UTF8.GetBytes(hub)).Diagnostics;

    public static IEnumerable<string> Codes(string hub, HubTargets? targets = null) => Findings(hub, targets).Select(f => f.Code.Id);

    /// <summary>What is wrong with the layer of a tenant.</summary>
    public static IEnumerable<string> TenantCodes(string hub, string tenant)
    {
        var catalog = Catalog(hub, tenant: tenant);
        return catalog.Current("contractor", "main")!.State == TenantLayerState.InUse ? [] : catalog.TenantFaults.SelectMany(f => f.Findings).Select(f => f.Code.Id).Distinct();
    }

    public static HubView View(HubCatalog catalog, params IEnumerable<string> permitted)
    {
        var decisions = new PolicyDecisionPoint(Portal.Policies(permitted));
        return new HubComposer(catalog, decisions, decisions).ComposeAsync(Portal.Subject("contractor")).AsTask().Result!;
    }

    public static HubView View(string hub, params IEnumerable<string> permitted) => View(Catalog(hub), permitted);

    /// <summary>The ids of a view, children in brackets.</summary>
    public static string Told(IReadOnlyList<WidgetView> widgets) => string.Join(' ', widgets.Select(w => w.Id + (w.Children.Count > 0 ? $"[{Told(w.Children)}]" : "")));

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static HubSource Memory(string name, string text) => HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { [name] = Encoding.UTF8.GetBytes(text) });

    private static void Place(JsonArray items)
    {
        foreach (var (i, item) in items.OfType<JsonObject>().Index())
        {
            item["area"] ??= new JsonObject { ["row"] = i + 1, ["column"] = 1, ["rows"] = 1, ["columns"] = 1 };
            if (item["children"] is JsonArray children)
                Place(children);
        }
    }
}
