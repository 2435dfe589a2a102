using System.Security.Cryptography;
using System.Text;

namespace Cks.Samples.Portal.Database;

/// <summary>What an archived row leaves behind. The seeded ones took no links apart, so that archived parents keep their children.</summary>
internal static class SeedArchives
{
    public static void Add(SeedSheet sheet, SeedEvents events, SeedTenant tenant, string entity, string code, DateTime at)
    {
        var admin = SeedTenant.AdminOf(code);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Name} {entity} {code}")).AsSpan(0, 16));
        sheet.AddOf("archives", tenant, code.Contains("-TEST", StringComparison.Ordinal), id, entity, code, at, admin, "No longer needed", at.AddDays(30));
        events.AddHidden(at, $"{entity}_archived", admin, code, entity, $"{code} archived: No longer needed");
    }
}
