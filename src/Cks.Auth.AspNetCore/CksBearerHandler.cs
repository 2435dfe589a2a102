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

/// <summary>
/// Header in, principal or refusal out. The handler lives as long as its request, so what authentication found is still there when the answer is written.
/// Whatever is down throws
/// through: a missing key server or database is neither a 401 nor a 403.
/// </summary>
internal sealed class CksBearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokenValidator validator,
    IOptionsMonitor<CookieAuthenticationOptions> cookies)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private TokenRejectionReason _rejection = TokenRejectionReason.Missing;
    private SessionRefusalReason? _sessionRefusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthorizationHeader.TryRead(Request.Headers.Authorization, out var credential) || (Request.Headers.Authorization.Count > 0 && HasSessionCookie()))
            return Reject(TokenRejectionReason.MultipleCredentials);
        if (credential.IsEmpty)
            return AuthenticateResult.NoResult();
        var outcome = await validator.ValidateAsync(credential, Context.RequestAborted).ConfigureAwait(false);
        if (!outcome.IsValid)
            return Reject(outcome.Reason.Value);
        var resolution = await SessionGate.OpenAsync(Context, Scheme.Name, outcome.Token, Logger).ConfigureAwait(false);
        if (resolution.IsActive)
            return AuthenticateResult.Success(new(resolution.Session.ToPrincipal(), Scheme.Name));
        _sessionRefusal = resolution.Reason;
        return AuthenticateResult.Fail(resolution.Reason.Value.ToText());
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceAsync().ConfigureAwait(false);
        if (_sessionRefusal is { } refusal)
        {
            await SessionGate.RefuseAsync(Context, refusal, "The token is good, but nobody may sign in with it here.").ConfigureAwait(false);
            return;
        }

        var reason = _rejection.ToText();
        var isMissing = _rejection == TokenRejectionReason.Missing;
        // RFC 6750 section 3.1: a request that carried no token learns the scheme and nothing else.
        if (!Response.HasStarted)
            Response.Headers.Append(HeaderNames.WWWAuthenticate, isMissing ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{reason}\"");
        var detail = isMissing ? "Send a bearer token in the Authorization header." : "The bearer token was refused.";
        await ProblemWriter.WriteAsync(Context, StatusCodes.Status401Unauthorized, CksCodes.TokenRejected, reason, detail).ConfigureAwait(false);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteAsync(
            Context, StatusCodes.Status403Forbidden, CksCodes.AccessDenied, "access_denied", "You are signed in, but this is not permitted.");

    // Nameless where there is no session cookie at all.
    private bool HasSessionCookie() => cookies.Get(CksAuthenticationDefaults.CookieScheme).Cookie.Name is { } name && Request.Cookies.ContainsKey(name);

    private AuthenticateResult Reject(TokenRejectionReason reason)
    {
        _rejection = reason;
        return AuthenticateResult.Fail(reason.ToText());
    }
}
