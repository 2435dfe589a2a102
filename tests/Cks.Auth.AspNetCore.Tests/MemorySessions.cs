using Cks.Core;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A store of records in memory. Subject "down" is a broken database.</summary>
internal sealed class MemorySessions : ISessionResolver
{
    private static readonly string[] Roles = ["manager", "contractor"];

    private static readonly Dictionary<string, SessionRecord> Records = new(StringComparer.Ordinal)
    {
        ["ada"] = Record("contractor", "active"),
        ["grace"] = Record("manager", "active"),
        ["sue"] = Record("contractor", "suspended"),
        ["old"] = Record("contractor", "active") with { ArchivedAt = DateTimeOffset.UnixEpoch },
        ["odd"] = Record("wizard", "active"),
    };

    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => token.Subject == "down"
        ? throw new IOException("The database is down.")
        : new(SessionResolution.From(token, Records.GetValueOrDefault(token.Subject), Roles));

    private static SessionRecord Record(string role, string status) => new() { Tenant = TenantId.Parse("main"), Code = "CON-001", Roles = [role], Status = status, Name = "Somebody" };
}
