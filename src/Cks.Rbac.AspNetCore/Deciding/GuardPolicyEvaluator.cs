using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// What the framework's middleware asks about an endpoint. Guards are decided on the spot, without a walk through handlers; challenges, AllowAnonymous, schemes, every other requirement and the check that the
/// middleware is there at all stay the framework's. Then the resource of <c>OnResource</c> is loaded and checked: authenticate, capability, one load in scope, permission (S28).
/// </summary>
internal sealed class GuardPolicyEvaluator(IPolicyDecisionPoint decisions, IPolicyPlanner planner, GuardShortcut shortcut, ShadowMode mode, ShadowEvaluator shadow) : IPolicyEvaluator
{
    private static readonly Task<AuthenticateResult> Nothing = Task.FromResult<AuthenticateResult>(null!);
    private static readonly PolicyAuthorizationResult Passed = PolicyAuthorizationResult.Success();
    private static readonly Task<PolicyAuthorizationResult> PassedTask = Task.FromResult(Passed);
    private static readonly PassThroughAuthorizationHandler Source = new();

    /// <summary>Without schemes of the policy's own there is nothing to do: the middleware takes no result for an answer and keeps the one of the default scheme.</summary>
    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context) =>
        GuardPlan.Of(policy) is { IsOnlyGuards: true, UsesDefaultScheme: true } && shortcut.IsOpen(context.RequestServices) ? Nothing : Framework(context).AuthenticateAsync(policy, context);

    public Task<PolicyAuthorizationResult> AuthorizeAsync(AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource)
    {
        var plan = GuardPlan.Of(policy);
        var endpoint = context.GetEndpoint();
        var guarded = endpoint?.Metadata.GetMetadata<IGuardedResource>();
        if (plan.Own is not null && mode.IsOn)
            return shadow.AuthorizeAsync(Framework(context), plan, authenticationResult, context, resource, guarded);
        if (!plan.IsOnlyGuards || !shortcut.IsOpen(context.RequestServices) || !IsSignedIn(context.User))
            return AskFrameworkAsync(policy, plan, authenticationResult, context, resource, guarded);
        var subject = SubjectFeature.GetAsync(context, context.RequestServices.GetRequiredService<ISubjectFactory>());
        if (!subject.IsCompletedSuccessfully || guarded is not null)
            return DecideAsync(plan, subject, context, resource, guarded);
        return Refuse(plan, subject.Result, IsMarked(resource)) is { } refusal ? Task.FromResult(Refused(refusal)) : PassedTask;
    }

    // Each identity is asked, so that it does not matter which of them counts as the principal's own; by index, because an enumerator would be the largest allocation of a permitted request.
    private static bool IsSignedIn(ClaimsPrincipal user)
    {
        if (user.Identities is not IReadOnlyList<ClaimsIdentity> { Count: > 0 } identities)
            return false;
        for (var i = 0; i < identities.Count; i++)
            if (!identities[i].IsAuthenticated)
                return false;
        return true;
    }

    /// <summary>Whether the handler of the endpoint checks the resource itself.</summary>
    public static bool IsMarked(object? resource) => resource is HttpContext request && ChecksInHandlerMetadata.IsOn(request.GetEndpoint());

    private GuardRefusal? Refuse(GuardPlan plan, Subject subject, bool checksLater)
    {
        foreach (var guard in plan.Guards)
            if (guard.Refuse(decisions, planner, subject, checksLater) is { } refusal)
                return refusal;
        return null;
    }

    private async Task<PolicyAuthorizationResult> DecideAsync(GuardPlan plan, ValueTask<Subject> creating, HttpContext context, object? resource, IGuardedResource? guarded)
    {
        var subject = await creating.ConfigureAwait(false);
        if (Refuse(plan, subject, guarded is not null || IsMarked(resource)) is { } refusal)
            return Refused(refusal);
        return guarded is null ? Passed : await LoadAsync(plan, subject, context, guarded).ConfigureAwait(false);
    }

    private async Task<PolicyAuthorizationResult> AskFrameworkAsync(
        AuthorizationPolicy policy, GuardPlan plan, AuthenticateResult? authentication, HttpContext context, object? resource, IGuardedResource? guarded)
    {
        var framework = Framework(context);
        authentication ??= await framework.AuthenticateAsync(policy, context).ConfigureAwait(false);
        if (guarded is null && !IsMarked(resource))
            return await framework.AuthorizeAsync(policy, authentication, context, resource).ConfigureAwait(false);
        PolicyAuthorizationResult result;
        context.Features.Set(new GuardPass(policy));
        try
        {
            result = await framework.AuthorizeAsync(policy, authentication, context, resource).ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set<GuardPass>(null);
        }

        if (!result.Succeeded || guarded is null)
            return result;
        var subject = await SubjectFeature.GetAsync(context, context.RequestServices.GetRequiredService<ISubjectFactory>()).ConfigureAwait(false);
        return await LoadAsync(plan, subject, context, guarded).ConfigureAwait(false);
    }

    private async Task<PolicyAuthorizationResult> LoadAsync(GuardPlan plan, Subject subject, HttpContext context, IGuardedResource guarded)
    {
        if (await ResourceFeature.LoadAsync(context, subject, guarded).ConfigureAwait(false) is not { } loaded)
            return Refused(GuardRefusal.Outside);
        foreach (var guard in plan.Guards)
            if (await guard.RefuseAsync(decisions, subject, guarded, loaded.Value, context.RequestAborted).ConfigureAwait(false) is { } refusal)
                return Refused(refusal);
        context.Features.Set(loaded);
        return Passed;
    }

    /// <summary>A refusal as the framework carries it.</summary>
    public static PolicyAuthorizationResult Refused(GuardRefusal refusal) => PolicyAuthorizationResult.Forbid(AuthorizationFailure.Failed([new GuardFailure(Source, refusal)]));

    private static PolicyEvaluator Framework(HttpContext context) => new(context.RequestServices.GetRequiredService<IAuthorizationService>());
}
