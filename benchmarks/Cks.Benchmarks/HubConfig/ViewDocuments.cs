using System.Text;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Benchmarks;

/// <summary>One hub of 30 links, 6 actions, 40 widgets and 10 flags, and a policy by which a role may see it. Flags are on for nine of ten.</summary>
internal static class ViewDocuments
{
    private const int Resources = 20;
    private const int Links = 30;
    private const int Widgets = 40;
    private const int Flags = 10;

    public static byte[] Policy { get; } = Encoding.UTF8.GetBytes($$"""
        {
          "version": 1,
          "resources": { {{List(Resources, n => $"\"r{n}\": {{ \"actions\": [\"view\"] }}")}} },
          "roles": { "manager": { "permit": [{ "actions": [{{List(Resources, n => $"\"r{n}:view\"")}}] }] } }
        }
        """);

    public static byte[] Hub { get; } = Encoding.UTF8.GetBytes($$"""
        {
          "schemaVersion": 2,
          "metadata": { "role": "manager", "version": "1.0.0", "displayName": "Contractor Portal", "icon": "hardhat", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } },
          "navigation": {
            "sidebarItems": [{{List(Links, n => $"{{ \"id\": \"page{n}\", \"label\": \"Page number {n}\", \"icon\": \"home\", \"path\": \"/page{n}\", \"requires\": \"r{n % Resources}:view\"{Feature(n)} }}")}}],
            "quickActions": [{{List(6, n => $"{{ \"id\": \"action{n}\", \"label\": \"Action {n}\", \"action\": \"action{n}\" }}")}}]
          },
          "dashboard": { "widgets": [{{List(Widgets, n => $"{{ \"id\": \"widget{n}\", \"type\": \"stats-card\", \"title\": \"Widget number {n}\", \"area\": {{ \"row\": {n + 1}, \"column\": 1, \"rows\": 1, \"columns\": 3 }}, \"endpoint\": \"e{n % Resources}\", \"refreshSeconds\": 30, \"maxItems\": 10{Feature(n)} }}")}}] },
          "permissions": { {{List(Resources, n => $"\"r{n}:view\": true")}} },
          "features": { {{List(Flags, n => $"\"feature{n}\": {{ \"enabled\": true, \"limit\": {n} }}")}} },
          "flags": { {{List(Flags, n => $"\"feature{n}\": {{ \"hash\": \"xxh3-64\", \"partsPerMillion\": 900000 }}")}} },
          "dataFetching": {
            "endpoints": { {{List(Resources, n => $"\"e{n}\": \"/api/e{n}\"")}} },
            "caching": { {{List(Resources, n => $"\"e{n}\": {{ \"ttlSeconds\": 60, \"staleWhileRevalidate\": true }}")}} }
          }
        }
        """);

    public static HubTargets AddTargets(HubTargets targets)
    {
        for (var n = 0; n < Links; n++)
            targets = targets.AddPage($"/page{n}", $"r{n % Resources}:view");
        for (var n = 0; n < 6; n++)
            targets = targets.AddAction($"action{n}", $"r{n}:view");
        for (var n = 0; n < Resources; n++)
            targets = targets.AddDataSource($"/api/e{n}", $"r{n}:view");
        return Enumerable.Range(0, Flags).Aggregate(targets, (all, n) => all.AddClientSettings($"feature{n}", "limit"));
    }

    public static Subject Person(int n) => new($"person-{n}", TenantId.Parse("acme"), ["manager"]) { Issuer = "https://issuer.test", Code = $"CON-{n}" };

    private static string Feature(int n) => n % 3 == 0 ? $", \"feature\": \"feature{n % Flags}\"" : "";

    private static string List(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));
}
