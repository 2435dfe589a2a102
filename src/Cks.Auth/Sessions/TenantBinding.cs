using Cks.Core;

namespace Cks.Auth;

/// <summary>Whether an issuer may vouch for people of a tenant (S02).</summary>
internal static class TenantBinding
{
    /// <summary>
    /// An issuer that is not accepted, or not any more, vouches for nobody. One that names no tenants vouches for all: the registry takes it only where it is alone or somebody wrote down why.
    /// </summary>
    public static bool Binds(this IssuerRegistry issuers, string issuer, TenantId tenant) =>
        issuers.Find(issuer) is { } accepted && (accepted.Options.Tenants.Count == 0 || accepted.Options.Tenants.Contains(tenant.Value));
}
