using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A store whose records change: everybody is an active contractor of tenant main until it is said otherwise.</summary>
internal sealed class TestStore : ISessionResolver
{
    private static readonly string[] Roles = ["manager", "contractor"];

    public ConcurrentDictionary<string, SessionRecord> Records { get; } = new(StringComparer.Ordinal);

    public bool IsDown { get; set; }

    /// <summary>Mixes people up, as a cache without the issuer in its key does.</summary>
    public Func<UserSession, UserSession>? Mistake { get; set; }

    public static SessionRecord Contractor { get; } = new() { Tenant = TenantId.Parse("main"), Code = "CON-001", Roles = ["contractor"], Status = "active" };

    public async ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var found = IsDown ? throw new IOException("The database is down.") : SessionResolution.From(token, Records.GetValueOrDefault(token.Subject, Contractor), Roles);
        return found.IsActive && Mistake is { } mistake ? SessionResolution.Active(mistake(found.Session)) : found;
    }
}
