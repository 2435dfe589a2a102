using System.Globalization;
using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Cks.Rbac.AspNetCore;

/// <summary>Answers refusals with problem+json that says why, which the framework leaves empty.</summary>
internal sealed class GuardResultHandler(PermittingRoles permitting, ShadowMode shadow, ILogger<GuardResultHandler> log) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _framework = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        return authorizeResult.Forbidden && authorizeResult.AuthorizationFailure?.FailureReasons.OfType<GuardFailure>().FirstOrDefault() is { } failure
            ? RefuseAsync(context, failure.Refusal)
            : AnswerAsync(next, context, policy, authorizeResult);
    }

    private async Task RefuseAsync(HttpContext context, GuardRefusal refusal)
    {
        if (log.IsEnabled(LogLevel.Information))
            GuardLog.Refused(log, refusal.Reason, string.Join(',', refusal.Required), refusal.Decision.Rule ?? "none", refusal.Decision.PolicyVersion.ToString(), await permitting.NeededAsync(refusal).ConfigureAwait(false));
        if (ReferenceEquals(refusal, GuardRefusal.Outside))
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, CksCodes.OutsideScope, refusal.Reason, "There is nothing here that the caller can see.").ConfigureAwait(false);
            return;
        }

        var members = new Dictionary<string, object?>
        {
            ["requiredCapabilities"] = refusal.Required.Select(c => c.Name).ToArray(),
            ["policyVersion"] = refusal.Decision.PolicyVersion.ToString(),
        };
        if (refusal.Decision.Reason == DecisionReason.ObligationUnmet)
            members["obligations"] = refusal.Decision.Obligations.ToArray();      // the caller can do something about it
        var status = StatusCodes.Status403Forbidden;
        if (refusal.Decision.Reason == DecisionReason.BeyondCredential)
        {
            Challenge(context, $"Bearer error=\"insufficient_scope\", scope=\"{string.Join(' ', refusal.Required)}\"");
        }
        else if (refusal.Decision.StepUp is { } stepUp)
        {
            status = StatusCodes.Status401Unauthorized;
            var acr = stepUp.AcrValues.Count > 0 ? $", acr_values=\"{string.Join(' ', stepUp.AcrValues)}\"" : "";
            Challenge(context, string.Create(CultureInfo.InvariantCulture, $"Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger authentication is needed.\"{acr}, max_age=\"{(long)stepUp.MaxAge.TotalSeconds}\""));
        }

        await ProblemWriter.WriteAsync(context, status, CksCodes.AccessDenied, refusal.Reason, "The policy does not permit this.", members).ConfigureAwait(false);
    }

    private async Task AnswerAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        await _framework.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        // While the application moves over, what it refuses looks as it always did.
        if (!shadow.IsOn && !context.Response.HasStarted && context.Response.ContentType is null)
            await ExplainAsync(context).ConfigureAwait(false);
    }

    // Names of capabilities and the values of a policy were checked to need no quoting.
    private static void Challenge(HttpContext context, string value)
    {
        if (!context.Response.HasStarted)
            context.Response.Headers.Append(HeaderNames.WWWAuthenticate, value);
    }

    // A scheme of the framework (JwtBearer, cookies answering an API) has set the status and no body.
    private static Task ExplainAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => ProblemWriter.WriteAsync(context, 401, CksCodes.TokenRejected, "not_authenticated", "Sign in first."),
        StatusCodes.Status403Forbidden => ProblemWriter.WriteAsync(context, 403, CksCodes.AccessDenied, "not_permitted", "The policy does not permit this."),
        _ => Task.CompletedTask,
    };
}
