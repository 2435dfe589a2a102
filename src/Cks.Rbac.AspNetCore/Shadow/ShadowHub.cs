using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>The same as <see cref="ShadowEvaluator"/> for the messages of a hub: the hub's guards, and those of its methods. Who is not signed in calls no guarded method.</summary>
internal sealed class ShadowHub(
    ShadowMode mode, IPolicyDecisionPoint decisions, IPolicyPlanner planner, ShadowReport report, IAuthorizationPolicyProvider policies, IEnumerable<ICapabilityCeiling> ceilings)
{
    private readonly bool _hasCeilings = ceilings.Any();

    /// <summary>Hub and method, as reports call them.</summary>
    public static string NameOf(HubInvocationContext message) => $"{message.Hub.GetType().Name}.{message.HubMethod.Name}";

    /// <summary>Whether the application's rule beside the guards of a method decides now.</summary>
    public bool Covers(AuthorizationHandlerContext context) => mode.IsOn && context.Requirements.Any(GuardPlan.IsOwn);

    /// <summary>Whether the application has a rule beside the guards of a hub, for a shadow that is on.</summary>
    public async ValueTask<bool> CoversAsync(Endpoint? hub)
    {
        if (!mode.IsOn || hub is null)
            return false;
        var policy = await AuthorizationPolicy.CombineAsync(policies, hub.Metadata.GetOrderedMetadata<IAuthorizeData>(), hub.Metadata.GetOrderedMetadata<AuthorizationPolicy>()).ConfigureAwait(false);
        return policy is not null && GuardPlan.Of(policy).Own is not null;
    }

    /// <summary>Whether a shadow is on that covers a hub.</summary>
    public bool IsOn(bool isCovered) => isCovered && mode.IsOn;

    /// <summary>Calls back once when the shadow ends.</summary>
    public void OnEnd(Action callback) => mode.OnEnd(callback);

    /// <summary>Whether a message passes the hub's guards: unless a ceiling or the credential refuses. The application let the connection in.</summary>
    /// <param name="guards">The hub's.</param>
    /// <param name="caller">Whose message it is.</param>
    /// <param name="services">Of the message.</param>
    /// <param name="checksLater">Whether its methods check resources themselves.</param>
    /// <param name="name">Hub and method; <see langword="null"/> where nothing is reported.</param>
    public async ValueTask<bool> PassesAsync(GuardRequirement[] guards, HubCallerContext caller, IServiceProvider services, bool checksLater, string? name)
    {
        var (subject, answer) = (default(Subject), default(ShadowAnswer));
        try
        {
            subject = caller.User is { Identity.IsAuthenticated: true } user
                ? await services.GetRequiredService<ISubjectFactory>().CreateAsync(user, caller.ConnectionAborted).ConfigureAwait(false) : Subject.Nobody;
            answer = ShadowAnswer.Of(guards, decisions, planner, subject, checksLater, _hasCeilings);
            if (caller.User?.Identity?.IsAuthenticated != true)
                answer = answer.OfNobody();
        }
        catch (Exception failure) when (!_hasCeilings && !ShadowEvaluator.IsLimited(caller.User) && failure is not OutOfMemoryException)
        {
            Report(name, subject, isPermitted: true, ShadowVerdict.Failed, null, failure);
            return true;
        }

        if (answer.Limit is not null)
            return false;
        Report(name, subject, isPermitted: true, answer.Refusal is null ? ShadowVerdict.Permitted : ShadowVerdict.Refused, answer.Refusal, null);
        return true;
    }

    /// <summary>Lets the application's rule of a method decide: asks it for its answer, computes the guards once for all of them, and lets them pass.</summary>
    public async Task CompareAsync(AuthorizationHandlerContext context, GuardRequirement requirement, HubInvocationContext message)
    {
        GuardRequirement[] guards = [.. context.Requirements.OfType<GuardRequirement>()];
        if (!ReferenceEquals(requirement, guards[0]))
        {
            context.Succeed(requirement);
            return;
        }

        var own = context.Requirements.Where(r => r is not GuardRequirement);
        var application = await message.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, message, own).ConfigureAwait(false);
        var (name, subject, answer) = (NameOf(message), default(Subject), default(ShadowAnswer));
        try
        {
            subject = await message.ServiceProvider.GetRequiredService<ISubjectFactory>().CreateAsync(context.User, message.Context.ConnectionAborted).ConfigureAwait(false);
            answer = ShadowAnswer.Of(guards, decisions, planner, subject, ChecksInHandlerMetadata.LetsPass(message), _hasCeilings);
        }
        catch (Exception failure) when (!_hasCeilings && !ShadowEvaluator.IsLimited(context.User) && failure is not OutOfMemoryException)
        {
            Report(name, subject, application.Succeeded, ShadowVerdict.Failed, null, failure);
            context.Succeed(requirement);
            return;
        }

        if (answer.Limit is not null)
            return;
        Report(name, subject, application.Succeeded, application.Succeeded && answer.Refusal is null ? ShadowVerdict.Permitted : answer.Verdict, answer.Refusal, null);
        context.Succeed(requirement);
    }

    private void Report(string? name, Subject? subject, bool isPermitted, ShadowVerdict guard, GuardRefusal? refusal, Exception? failure)
    {
        if (name is not null)
            report.Take(name, subject, isPermitted, guard, refusal, failure);
    }
}
