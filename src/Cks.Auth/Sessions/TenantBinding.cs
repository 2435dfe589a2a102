using Cks.Core;

namespace Cks.Auth;

/// <summary>Whether an issuer may vouch for people of a tenant (S02).</summary>
internal static class TenantBinding
{
    /// <summary>
    /// An issuer that is not accepted, or not any more, vouches for nobody. One without tenants vouches for all of them only while it is the only one, or with the reason that somebody wrote down.
    /// </summary>
    public static bool Allows(this IIssuerRegistry issuers, string issuer, TenantId tenant)
    {
        var all = issuers.Issuers;
        foreach (var accepted in all)
        {
            if (accepted.Issuer == issuer)
                return accepted.Tenants.Count > 0 ? accepted.Tenants.Contains(tenant.Value) : all.Count == 1 || accepted.AnyTenantReason is not null;
        }

        return false;
    }
}
