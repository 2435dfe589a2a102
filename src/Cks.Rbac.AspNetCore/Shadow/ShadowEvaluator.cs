using System.Security.Claims;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Lets the application's own rules of an endpoint decide and computes its guards beside them (S19). What is no matter of rules stays as it is: a resource outside the scope is not found, and a ceiling or a
/// credential that does not reach refuses, and so does every guard whoever acts in another's place (S12). A guard that cannot be computed is counted and changes nothing, unless there are ceilings or the credential is a limited one: what they say is then not known.
/// </summary>
internal sealed class ShadowEvaluator(IPolicyDecisionPoint decisions, IPolicyPlanner planner, ShadowReport report, IEnumerable<ICapabilityCeiling> ceilings)
{
    private readonly bool _hasCeilings = ceilings.Any();

    public async Task<PolicyAuthorizationResult> AuthorizeAsync(
        IPolicyEvaluator framework, GuardPlan plan, AuthenticateResult? authentication, HttpContext context, object? resource, IGuardedResource? guarded)
    {
        authentication ??= await framework.AuthenticateAsync(plan.Own!, context).ConfigureAwait(false);
        var application = await framework.AuthorizeAsync(plan.Own!, authentication, context, resource).ConfigureAwait(false);
        // A filter of MVC asks a second time about a request that the middleware has reported.
        var endpoint = resource is HttpContext && context.GetEndpoint() is { } running ? EndpointGuards.NameOf(running) : null;
        var (subject, answer) = (default(Subject), default(ShadowAnswer));
        try
        {
            subject = await SubjectOfAsync(context).ConfigureAwait(false);
            answer = ShadowAnswer.Of(plan.Guards, decisions, planner, subject, guarded is not null || GuardPolicyEvaluator.IsMarked(resource), _hasCeilings);
            if (!IsSignedIn(context))
                answer = answer.OfNobody();
        }
        catch (Exception failure) when (IsCounted(failure, context) && !(application.Succeeded && (_hasCeilings || guarded is not null || IsLimited(context.User))))
        {
            Report(endpoint, subject, application, ShadowVerdict.Failed, null, failure);
            return application;
        }

        if (!application.Succeeded)
        {
            Report(endpoint, subject, application, answer.Verdict, answer.Refusal, null);
            return application;
        }

        if (answer.Limit is { } limit)
            return GuardPolicyEvaluator.Refused(limit);
        return guarded is null ? Pass(endpoint, subject, application, answer.Refusal) : await LoadAsync(endpoint, plan, application, subject, answer.Refusal, context, guarded).ConfigureAwait(false);
    }

    private async Task<PolicyAuthorizationResult> LoadAsync(
        string? endpoint, GuardPlan plan, PolicyAuthorizationResult application, Subject subject, GuardRefusal? refusal, HttpContext context, IGuardedResource guarded)
    {
        // The handler takes what is loaded, so this is no matter of rules: what is not there for the subject is not found, and what cannot be read is an error.
        if (await ResourceFeature.LoadAsync(context, subject, guarded).ConfigureAwait(false) is not { } loaded)
            return GuardPolicyEvaluator.Refused(GuardRefusal.Outside);
        try
        {
            for (var i = 0; refusal is null && i < plan.Guards.Length; i++)
                refusal = await plan.Guards[i].RefuseAsync(decisions, subject, guarded, loaded.Value, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception failure) when (subject.Actor.Length == 0 && IsCounted(failure, context))
        {
            context.Features.Set(loaded);
            Report(endpoint, subject, application, ShadowVerdict.Failed, null, failure);
            return application;
        }

        if (refusal is not null && subject.Actor.Length > 0)
            return GuardPolicyEvaluator.Refused(refusal);
        context.Features.Set(loaded);
        return Pass(endpoint, subject, application, refusal);
    }

    private PolicyAuthorizationResult Pass(string? endpoint, Subject subject, PolicyAuthorizationResult application, GuardRefusal? refusal)
    {
        Report(endpoint, subject, application, refusal is null ? ShadowVerdict.Permitted : ShadowVerdict.Refused, refusal, null);
        return application;
    }

    private void Report(string? endpoint, Subject? subject, PolicyAuthorizationResult application, ShadowVerdict guard, GuardRefusal? refusal, Exception? failure)
    {
        if (endpoint is not null)
            report.Take(endpoint, subject, application.Succeeded, guard, refusal, failure);
    }

    private static ValueTask<Subject> SubjectOfAsync(HttpContext context) =>
        IsSignedIn(context) ? SubjectFeature.GetAsync(context, context.RequestServices.GetRequiredService<ISubjectFactory>()) : new(Subject.Nobody);

    /// <summary>Whether somebody came with a credential that may be used for some things only, whatever they may do, or in another's place (S12).</summary>
    public static bool IsLimited(ClaimsPrincipal? user) => user?.HasClaim(c => c.Type is CksClaimTypes.Credential or CksClaimTypes.Actor) == true;

    private static bool IsSignedIn(HttpContext context) => context.User.Identity?.IsAuthenticated == true;

    private static bool IsCounted(Exception failure, HttpContext context) => failure is not OutOfMemoryException && !(failure is OperationCanceledException && context.RequestAborted.IsCancellationRequested);
}
