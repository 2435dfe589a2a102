using System.Globalization;
using System.Text.Encodings.Web;
using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Cks.Auth.AspNetCore;

/// <summary>API key in, principal or refusal out. Whatever is down throws through: a missing database is neither a 401 nor a 403.</summary>
internal sealed class CksApiKeyHandler(
    IOptionsMonitor<CksApiKeySchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IApiKeyCheck check, ApiKeyHeader header, IOptionsMonitor<CksBearerOptions> bearer,
    IOptionsMonitor<CookieAuthenticationOptions> cookies)
    : AuthenticationHandler<CksApiKeySchemeOptions>(options, logger, encoder)
{
    // Strangers choose how often a key is refused.
    private static readonly Task<AuthenticateResult>[] Rejections = [.. Enum.GetValues<ApiKeyRejectionReason>().Select(r => Task.FromResult(AuthenticateResult.Fail(r.ToText())))];
    private static readonly Task<AuthenticateResult> Nothing = Task.FromResult(AuthenticateResult.NoResult());

    private ApiKeyRejectionReason _rejection = ApiKeyRejectionReason.Missing;
    private ApiKeyOutcome? _outcome;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var credentials = Credentials.Read(Request, bearer.Get(CksAuthenticationDefaults.BearerScheme).CookieName, cookies, header);
        if (credentials.AreMixed)
            return Reject(ApiKeyRejectionReason.MultipleCredentials);
        if (!credentials.IsApiKey)
            return Nothing;
        var presentation = new ApiKeyPresentation(Context.Connection.RemoteIpAddress, SessionGate.AllowsUnknownRevocation(Context));
        var pending = check.CheckAsync(credentials.Token, presentation, Context.RequestAborted);
        return pending.IsCompletedSuccessfully ? Conclude(pending.Result, presentation) : ConcludeAsync(pending, presentation);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceAsync().ConfigureAwait(false);
        if (_outcome?.OwnerReason is { } refusal)
        {
            await SessionGate.RefuseAsync(Context, refusal, "The key is good, but its owner may not act here.").ConfigureAwait(false);
            return;
        }

        var reason = _rejection.ToText();
        if (_rejection == ApiKeyRejectionReason.TooManyFailures)
        {
            if (!Response.HasStarted)
                Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(_outcome!.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await ProblemWriter.WriteAsync(Context, StatusCodes.Status429TooManyRequests, CksCodes.ApiKeyRejected, reason, "Wait as long as Retry-After says.").ConfigureAwait(false);
            return;
        }

        var isMissing = _rejection == ApiKeyRejectionReason.Missing;
        if (!Response.HasStarted)
            Response.Headers.Append(HeaderNames.WWWAuthenticate, isMissing ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{reason}\"");
        var detail = isMissing ? "Send an API key in the Authorization header." : "The API key was refused.";
        await ProblemWriter.WriteAsync(Context, StatusCodes.Status401Unauthorized, CksCodes.ApiKeyRejected, reason, detail).ConfigureAwait(false);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteAsync(Context, StatusCodes.Status403Forbidden, CksCodes.AccessDenied, "access_denied", "The key is good, but this is not permitted.");

    private async Task<AuthenticateResult> ConcludeAsync(ValueTask<ApiKeyOutcome> pending, ApiKeyPresentation presentation) =>
        await Conclude(await pending.ConfigureAwait(false), presentation).ConfigureAwait(false);

    private Task<AuthenticateResult> Conclude(ApiKeyOutcome outcome, ApiKeyPresentation presentation)
    {
        _outcome = outcome;
        return outcome.IsValid
            ? Task.FromResult(AuthenticateResult.Success(new(SessionGate.Enter(Context, Scheme.Name, outcome.Accepted, presentation), Scheme.Name)))
            : Reject(outcome.Reason.Value);
    }

    private Task<AuthenticateResult> Reject(ApiKeyRejectionReason reason)
    {
        _rejection = reason;
        return Rejections[(int)reason];
    }
}
