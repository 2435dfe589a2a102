using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A store whose records change: everybody is an active contractor of tenant main until it is said otherwise.</summary>
internal sealed class TestStore : ISessionResolver
{
    private static readonly string[] Roles = ["manager", "contractor"];

    public ConcurrentDictionary<string, SessionRecord> Records { get; } = new(StringComparer.Ordinal);

    public bool IsDown { get; set; }

    public static SessionRecord Contractor { get; } = new() { Tenant = TenantId.Parse("main"), Code = "CON-001", Roles = ["contractor"], Status = "active" };

    public async ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return IsDown ? throw new IOException("The database is down.") : SessionResolution.From(token, Records.GetValueOrDefault(token.Subject, Contractor), Roles);
    }
}
