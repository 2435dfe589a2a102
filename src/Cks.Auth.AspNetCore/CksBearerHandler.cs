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
/// Credential in, principal or refusal out. The handler lives as long as its request, so what authentication found is still there when the answer is written.
/// Whatever is down throws through: a missing key server or database is neither a 401 nor a 403.
/// </summary>
internal sealed class CksBearerHandler(
    IOptionsMonitor<CksBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokenValidator validator, SessionGate gate,
    IOptionsMonitor<CookieAuthenticationOptions> cookies, ApiKeyHeader? keys = null)
    : AuthenticationHandler<CksBearerOptions>(options, logger, encoder)
{
    // Strangers choose how often a token is refused.
    private static readonly Task<AuthenticateResult>[] Rejections = [.. Enum.GetValues<TokenRejectionReason>().Select(r => Task.FromResult(AuthenticateResult.Fail(r.ToText())))];
    private static readonly Task<AuthenticateResult> Nothing = Task.FromResult(AuthenticateResult.NoResult());

    private TokenRejectionReason _rejection = TokenRejectionReason.Missing;
    private SessionRefusalReason? _sessionRefusal;

    // What is in memory is answered without waiting, which is what nearly every request comes to.
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var credentials = Credentials.Read(Request, Options.CookieName, cookies, keys);
        if (credentials.AreMixed)
            return Reject(TokenRejectionReason.MultipleCredentials);
        if (credentials.Token.IsEmpty)
            return Nothing;
        var presentation = new TokenPresentation(credentials.Transport, SessionGate.AllowsUnknownRevocation(Context));
        var pending = validator.ValidateAsync(credentials.Token, presentation, Context.RequestAborted);
        return pending.IsCompletedSuccessfully ? Open(pending.Result, credentials.Transport) : OpenAsync(pending, credentials.Transport);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceAsync().ConfigureAwait(false);
        if (_sessionRefusal is { } refusal && !refusal.AsksToSignIn())
        {
            await SessionGate.RefuseAsync(Context, refusal, "The token is good, but nobody may sign in with it here.").ConfigureAwait(false);
            return;
        }

        var over = _sessionRefusal?.ToText() ?? (_rejection == TokenRejectionReason.Missing ? Context.Features.Get<EndedCookie>()?.Reason : null);
        var reason = over ?? _rejection.ToText();
        var isMissing = over is null && _rejection == TokenRejectionReason.Missing;
        // RFC 6750 section 3.1: a request that carried no token learns the scheme and nothing else.
        if (!Response.HasStarted)
            Response.Headers.Append(HeaderNames.WWWAuthenticate, isMissing ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{reason}\"");
        var detail = isMissing ? "Send a bearer token in the Authorization header." : "The bearer token was refused.";
        await ProblemWriter.WriteAsync(Context, StatusCodes.Status401Unauthorized, CksCodes.TokenRejected, reason, detail).ConfigureAwait(false);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteAsync(
            Context, StatusCodes.Status403Forbidden, CksCodes.AccessDenied, "access_denied", "You are signed in, but this is not permitted.");

    private async Task<AuthenticateResult> OpenAsync(ValueTask<TokenOutcome> pending, TokenTransport transport) =>
        await Open(await pending.ConfigureAwait(false), transport).ConfigureAwait(false);

    private Task<AuthenticateResult> Open(TokenOutcome outcome, TokenTransport transport)
    {
        if (!outcome.IsValid)
            return Reject(outcome.Reason.Value);
        var pending = gate.OpenAsync(Context, Scheme.Name, transport, outcome.Token);
        return pending.IsCompletedSuccessfully ? Task.FromResult(Conclude(pending.Result)) : ConcludeAsync(pending);
    }

    private async Task<AuthenticateResult> ConcludeAsync(ValueTask<GateOutcome> pending) => Conclude(await pending.ConfigureAwait(false));

    private AuthenticateResult Conclude(GateOutcome outcome)
    {
        if (outcome.Principal is { } principal)
            return AuthenticateResult.Success(new(principal, Scheme.Name));
        _sessionRefusal = outcome.Reason;
        return AuthenticateResult.Fail(outcome.Reason.ToText());
    }

    private Task<AuthenticateResult> Reject(TokenRejectionReason reason)
    {
        _rejection = reason;
        return Rejections[(int)reason];
    }
}
