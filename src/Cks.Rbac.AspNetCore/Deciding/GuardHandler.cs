using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore;

/// <summary>Decides guards wherever the framework asks. The refusal goes with the failure, so that the answer can say why.</summary>
internal sealed class GuardHandler(IPolicyDecisionPoint decisions, IPolicyPlanner planner, ISubjectFactory subjects, IHttpContextAccessor http, ShadowHub shadow)
    : AuthorizationHandler<GuardRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, GuardRequirement requirement)
    {
        if (context.User.Identity?.IsAuthenticated != true)
            return;
        if (context.Resource is HubInvocationContext message && shadow.Covers(context))
        {
            await shadow.CompareAsync(context, requirement, message).ConfigureAwait(false);
            return;
        }

        // Surfaces without a request of their own (a Blazor circuit) hand over only the principal.
        var request = context.Resource as HttpContext ?? http.HttpContext;
        var subject = request is not null && ReferenceEquals(request.User, context.User)
            ? await SubjectFeature.GetAsync(request, subjects).ConfigureAwait(false)
            : await subjects.CreateAsync(context.User).ConfigureAwait(false);
        if (requirement.Refuse(decisions, planner, subject, ChecksInHandlerMetadata.LetsPass(context.Resource) || GuardPass.IsOn(context.Resource, requirement)) is { } refusal)
            context.Fail(new GuardFailure(this, refusal));
        else
            context.Succeed(requirement);
    }
}

/// <summary>The refusal as the framework carries it.</summary>
internal sealed class GuardFailure(IAuthorizationHandler handler, GuardRefusal refusal) : AuthorizationFailureReason(handler, refusal.Reason)
{
    public GuardRefusal Refusal { get; } = refusal;
}
