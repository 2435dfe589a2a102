using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AspNetCore;

/// <summary>The subject of one request, made once for one principal.</summary>
internal sealed class SubjectFeature(ClaimsPrincipal user, Subject subject)
{
    public static async ValueTask<Subject> GetAsync(HttpContext context, ISubjectFactory subjects)
    {
        if (Find(context) is { } made)
            return made;
        var subject = await subjects.CreateAsync(context.User, context.RequestAborted).ConfigureAwait(false);
        context.Features.Set(new SubjectFeature(context.User, subject));
        return subject;
    }

    /// <summary>The subject that was made for the principal which the request has now; signing in as somebody else starts anew.</summary>
    public static Subject? Find(HttpContext context) =>
        context.Features.Get<SubjectFeature>() is { } feature && feature.IsFor(context.User) ? feature.Value : null;

    private Subject Value { get; } = subject;

    private bool IsFor(ClaimsPrincipal principal) => ReferenceEquals(user, principal);
}
