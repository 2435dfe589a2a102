using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore;

/// <summary>Answers refusals with problem+json that says why, which the framework leaves empty.</summary>
internal sealed partial class GuardResultHandler(ILogger<GuardResultHandler> log) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _framework = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && authorizeResult.AuthorizationFailure?.FailureReasons.OfType<GuardFailure>().FirstOrDefault() is { } failure)
        {
            var refusal = failure.Refusal;
            LogRefused(log, refusal.Reason, string.Join(',', refusal.Required), refusal.Decision.Rule ?? "none", refusal.Decision.PolicyVersion.ToString());
            var members = new Dictionary<string, object?>
            {
                ["requiredCapabilities"] = refusal.Required.Select(c => c.Name).ToArray(),
                ["policyVersion"] = refusal.Decision.PolicyVersion.ToString(),
            };
            if (refusal.Decision.Reason == DecisionReason.ObligationUnmet)
                members["obligations"] = refusal.Decision.Obligations.ToArray();      // the caller can do something about it
            await ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, CksCodes.AccessDenied, refusal.Reason, "The policy does not permit this.", members).ConfigureAwait(false);
            return;
        }

        await _framework.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        if (!context.Response.HasStarted && context.Response.ContentType is null && !authorizeResult.Succeeded)
            await ExplainAsync(context).ConfigureAwait(false);
    }

    // A scheme of the framework (JwtBearer, cookies answering an API) has set the status and no body.
    private static Task ExplainAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => ProblemWriter.WriteAsync(context, 401, CksCodes.TokenRejected, "not_authenticated", "Sign in first."),
        StatusCodes.Status403Forbidden => ProblemWriter.WriteAsync(context, 403, CksCodes.AccessDenied, "not_permitted", "The policy does not permit this."),
        _ => Task.CompletedTask,
    };

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Refused: {Reason}; asked for {Capabilities}, rule {Rule}, policy {PolicyVersion}")]
    private static partial void LogRefused(ILogger logger, string reason, string capabilities, string rule, string policyVersion);
}
