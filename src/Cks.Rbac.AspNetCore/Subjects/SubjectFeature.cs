using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore;

/// <summary>The subject of one request, made once for one principal; a hub's messages each have their own.</summary>
internal sealed class SubjectFeature(ClaimsPrincipal user, int identities, Subject subject)
{
    public static async ValueTask<Subject> GetAsync(HttpContext context, ISubjectFactory subjects)
    {
        if (context.Features.Get<SubjectFeature>() is { } feature && feature.IsFor(context.User))
            return feature.Value;
        var (user, identities) = (context.User, context.User.Identities.Count());
        var subject = await subjects.CreateAsync(user, context.RequestAborted).ConfigureAwait(false);
        if (!IsLongLived(context))
            context.Features.Set(new SubjectFeature(user, identities, subject));
        return subject;
    }

    /// <summary>Whether it is a Blazor circuit, whose services live as long as its connection.</summary>
    public static bool IsCircuit(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>()?.HubType.FullName == "Microsoft.AspNetCore.Components.Server.ComponentHub";

    private Subject Value { get; } = subject;

    // Signing in as somebody else starts anew, and so does a second identity that comes to the same principal.
    private bool IsFor(ClaimsPrincipal principal) => ReferenceEquals(user, principal) && principal.Identities.Count() == identities;

    // A hub's connection is one request that lives for hours; each of its messages is judged by the policy of its own moment. Blazor circuits are hubs too.
    private static bool IsLongLived(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;
}
