using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>Small hubs with flags, and who asks.</summary>
internal static class FlagWorld
{
    public static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Text(string flags, string features = "") => $$"""
        {
          "schemaVersion": 2,
          "metadata": { "role": "contractor", "version": "1", "displayName": "Hub", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } },
          "features": { {{features}} },
          "flags": { {{flags}} }
        }
        """;

    public static LoadResult<HubDefinition> Read(string flags, string features = "") => HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(Text(flags, features)));

    public static HubFlags Flags(string flags, string features = "") => HubFlags.Of(Read(flags, features).GetOrThrow());

    public static FlagContext By(string id = "u1", string tenant = "acme", DateTimeOffset? now = null, params string[] roles) =>
        new(new Subject(id, tenant.Length == 0 ? default : TenantId.Parse(tenant), roles.Length == 0 ? ["contractor"] : roles).Context, now ?? Noon);
}
