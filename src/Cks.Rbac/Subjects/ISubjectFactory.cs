using System.Security.Claims;

namespace Cks.Rbac;

/// <summary>Makes the <see cref="Subject"/> of a signed-in principal. Register your own to use Cks.Rbac with cookies, JwtBearer or ASP.NET Identity.</summary>
public interface ISubjectFactory
{
    /// <summary>
    /// The subject; one without roles when the principal gives no ground for any. Throws only when something it depends on is down. The default one reads a principal once and remembers it for 60 seconds at
    /// most: an identity that is added is seen at once, a claim that changes on one that was read is not. Change claims before the first decision, or make a new principal.
    /// </summary>
    ValueTask<Subject> CreateAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default);
}
