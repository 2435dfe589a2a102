using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore;

/// <summary>The subject of one request, made once for one principal; a hub's messages each have their own.</summary>
internal sealed class SubjectFeature(ClaimsPrincipal user, Subject subject)
{
    public static async ValueTask<Subject> GetAsync(HttpContext context, ISubjectFactory subjects)
    {
        if (context.Features.Get<SubjectFeature>() is { } feature && feature.IsFor(context.User))
            return feature.Value;
        var subject = await subjects.CreateAsync(context.User, context.RequestAborted).ConfigureAwait(false);
        if (!IsLongLived(context))
            context.Features.Set(new SubjectFeature(context.User, subject));
        return subject;
    }

    private Subject Value { get; } = subject;

    // Signing in as somebody else starts anew.
    private bool IsFor(ClaimsPrincipal principal) => ReferenceEquals(user, principal);

    // A hub's connection is one request that lives for hours; each of its messages is judged by the policy of its own moment. Blazor circuits are hubs too.
    private static bool IsLongLived(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;
}
