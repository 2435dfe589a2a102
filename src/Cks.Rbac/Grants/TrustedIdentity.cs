namespace Cks.Rbac;

/// <summary>How a foreign issuer's principals say who they are; what they have comes from grants alone (<see cref="CksRbacBuilder.TrustIdentity"/>).</summary>
public sealed class TrustedIdentity
{
    internal TrustedIdentity(string issuer) => Issuer = issuer;

    /// <summary>The issuer, compared ordinally with <see cref="System.Security.Claims.Claim.Issuer"/> of each claim.</summary>
    public string Issuer { get; }

    /// <summary>Claim with the identifier.</summary>
    /// <value><c>sub</c></value>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>
    /// Claim that says in which of the tenants where the person has grants they act now. Whoever wrote it, the application itself for instance, it only chooses among them. Needed where people have grants in several.
    /// </summary>
    /// <value>Empty: none. A person with grants in several tenants then acts in none of them.</value>
    public string TenantClaim { get; set; } = "";

    /// <summary>Tenants for which this issuer may speak; grants in any other count for none of its people (S02).</summary>
    /// <value>Empty: every tenant.</value>
    public ISet<string> Tenants { get; } = new HashSet<string>(StringComparer.Ordinal);
}
