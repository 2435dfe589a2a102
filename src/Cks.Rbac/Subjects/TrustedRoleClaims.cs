namespace Cks.Rbac;

/// <summary>Which claims of a foreign issuer's principals are believed (<see cref="CksRbacBuilder.TrustRoleClaims"/>).</summary>
public sealed class TrustedRoleClaims
{
    internal TrustedRoleClaims(string issuer) => Issuer = issuer;

    /// <summary>The issuer, compared ordinally with <see cref="System.Security.Claims.Claim.Issuer"/> of each claim.</summary>
    public string Issuer { get; }

    /// <summary>Claim with the identifier.</summary>
    /// <value><c>sub</c></value>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>Claim with a role; several are several roles.</summary>
    /// <value><c>role</c></value>
    public string RoleClaim { get; set; } = "role";

    /// <summary>Claim with the tenant.</summary>
    /// <value><c>tenant</c></value>
    public string TenantClaim { get; set; } = "tenant";

    /// <summary>Claim with the code of the person's own record.</summary>
    /// <value><c>code</c></value>
    public string CodeClaim { get; set; } = "code";

    /// <summary>Tenants for which this issuer may speak; a principal of any other has none (S02).</summary>
    /// <value>Empty: every tenant.</value>
    public ISet<string> Tenants { get; } = new HashSet<string>(StringComparer.Ordinal);
}
