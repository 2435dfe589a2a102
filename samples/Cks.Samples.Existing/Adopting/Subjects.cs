using System.Security.Claims;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Samples.Existing;

/// <summary>Step 2: who acts, made of the principal that JwtBearer makes. The names of roles are those that "cks adopt" listed.</summary>
internal sealed class Subjects(ISubjectBinder binder) : ISubjectFactory
{
    private static readonly Dictionary<string, string> Roles = new() { ["Manager"] = "manager", ["Support Staff"] = "support-staff", ["Contractor"] = "contractor" };

    public ValueTask<Subject> CreateAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
    {
        if (user.FindFirst("sub") is not { } sub || !TenantId.TryParse(user.FindFirst("company")?.Value, out var company))
            return binder.BindAsync(Subject.Nobody, cancellationToken);
        var roles = user.FindAll("role").Select(r => Roles.GetValueOrDefault(r.Value)).OfType<string>();
        if (user.HasClaim("department", "finance"))
            roles = roles.Append("finance");
        return binder.BindAsync(new Subject(sub.Value, company, roles) { Issuer = sub.Issuer, Code = user.FindFirst("code")?.Value ?? "" }, cancellationToken);
    }
}
