using Cks.Core;

namespace Cks.Testing.AspNetCore;

/// <summary>How people of the application are found by a test.</summary>
public sealed class CksTestIssuerOptions
{
    /// <summary>
    /// The subject by which the application's own store knows the person with a role and code; the store must link it to the issuer. For seeded people this is often a formula, such as
    /// <c>(role, code) =&gt; $"user_{code}"</c>.
    /// </summary>
    /// <value>The code itself.</value>
    public Func<string, string, string> Subject { get; set; } = (_, code) => code;

    internal TenantId? SubstituteTenant { get; private set; }

    /// <summary>
    /// Puts a resolver of the test in the place of the application's: the person of <c>As(role, code)</c> then has that role and code in this tenant, whatever the store holds. The application's rules
    /// about who may sign in are not tested then.
    /// </summary>
    /// <param name="tenant">Whose people they are.</param>
    public CksTestIssuerOptions SubstituteSessions(string tenant)
    {
        SubstituteTenant = TenantId.Parse(tenant);
        return this;
    }
}
