using System.Globalization;
using System.Security.Claims;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>What goes into the cookie, what becomes of it at each request, and what is answered where it is missing.</summary>
internal sealed class CksCookieEvents(
    IOptions<CksCookieOptions> options, IOptions<RevocationOptions> revocation, IOptionsMonitor<CksBearerOptions> bearer, IOptionsMonitor<CookieAuthenticationOptions> cookies, SessionGate gate,
    IRevocations revocations, ApiKeyHeader? keys = null) : CookieAuthenticationEvents
{
    private const string SessionId = "sid";
    private const string CookieId = "jti";
    private const string AuthenticatedAt = "auth_time";
    private const string Act = "act";

    /// <summary>Keeps who it is and when they came; what the provider says beyond that is no authority here.</summary>
    public override Task SigningIn(CookieSigningInContext context)
    {
        if (!TryRead(context.Principal, context.Properties, out var token))
            throw new InvalidOperationException("Who signs in has no usable iss and sub: let the remote scheme keep these two claims.");
        // The cookie keeps one person, who would then be the plain one (S12).
        if (ActsForAnother(context.Principal!))
            throw new InvalidOperationException("Somebody acts in another's place, and no cookie keeps that: they work with the provider's token.");
        var identity = new ClaimsIdentity(CksAuthenticationDefaults.CookieScheme);
        identity.AddClaim(new(CksClaimTypes.Issuer, token.Issuer));
        identity.AddClaim(new(CksClaimTypes.Subject, token.Subject));
        // This very cookie's own name, so that signing out ends every copy of it also where the provider names no sessions.
        identity.AddClaim(new(CookieId, Guid.NewGuid().ToString("N")));
        if (token.SessionId is { } session)
            identity.AddClaim(new(SessionId, session));
        if (token.AuthenticatedAt is { } time)
            identity.AddClaim(new(AuthenticatedAt, time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64));
        context.Principal = new(identity);
        var (issued, expires) = (context.Properties.IssuedUtc, context.Properties.ExpiresUtc);
        // Whoever signs in may ask for longer, but an ended session is not remembered for longer (S08).
        if (expires - issued > revocation.Value.SessionLifetime)
            expires = issued + revocation.Value.SessionLifetime;
        context.Properties.Items.Clear();
        (context.Properties.IssuedUtc, context.Properties.ExpiresUtc) = (issued, expires);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Ends the session for good before the browser forgets its cookie (S08): the provider's session, as far as this application goes, and every copy of the cookie. Where that cannot be kept, nobody has
    /// signed out: the exception comes through, and the cookie stays.
    /// </summary>
    public override async Task SigningOut(CookieSigningOutContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<ICksSessionFeature>() is not { Token: var token } feature || feature.Scheme != context.Scheme.Name)
            return;
        if (token.TokenId is { } cookie)
            await revocations.RevokeTokenAsync(token.Issuer, cookie, token.ExpiresAt, http.RequestAborted).ConfigureAwait(false);
        if (token.SessionId is { } session)
            await revocations.EndSessionAsync(token.Issuer, session, http.RequestAborted).ConfigureAwait(false);
        await gate.EndedAsync(token, http.RequestAborted).ConfigureAwait(false);
    }

    // When somebody came is what a log-out of everywhere is compared with (S08); a renewal would say now instead, also where the request is refused.
    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        context.ShouldRenew = false;
        return Task.CompletedTask;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (IsMixed(http.Request) || !TryRead(context.Principal, context.Properties, out var token))
        {
            context.RejectPrincipal();
            return;
        }

        if (gate.IsRevoked(http, token))
        {
            http.Features.Set(new EndedCookie(TokenRejectionReason.Revoked.ToText()));
            await EndAsync(context).ConfigureAwait(false);
            return;
        }

        var outcome = await gate.OpenAsync(http, context.Scheme.Name, TokenTransport.Cookie, token).ConfigureAwait(false);
        if (outcome.Principal is { } principal)
        {
            context.ReplacePrincipal(principal);
            return;
        }

        if (outcome.Reason == SessionRefusalReason.SessionHubLimit)
        {
            // The session stands and is good elsewhere, and so is its cookie.
            http.Features.Set(new EndedCookie(outcome.Reason.ToText()));
            context.RejectPrincipal();
            return;
        }

        if (outcome.Reason.AsksToSignIn())
            http.Features.Set(new EndedCookie(outcome.Reason.ToText()));
        else
            http.Features.Set(new Refusal(outcome.Reason));
        await EndAsync(context).ConfigureAwait(false);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        var isPage = !IsMixed(http.Request) && options.Value.IsPage(http.Request);
        if (http.Features.Get<Refusal>() is { } refusal)
            return RefuseAsync(http, refusal.Reason, isPage);
        // The bearer scheme says what is missing, or that there are two credentials.
        if (!isPage || !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
            return http.ChallengeAsync(CksAuthenticationDefaults.BearerScheme);
        http.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => context.HttpContext.ForbidAsync(CksAuthenticationDefaults.BearerScheme);

    private Task RefuseAsync(HttpContext http, SessionRefusalReason reason, bool isPage)
    {
        if (!isPage || options.Value.RefusalPage is not { } page)
            return SessionGate.RefuseAsync(http, reason, "You have signed in, but may not work here.");
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.Headers.CacheControl = "no-store";
        return page(http, reason);
    }

    private static bool TryRead(ClaimsPrincipal? principal, AuthenticationProperties properties, out ValidatedToken token)
    {
        token = null!;
        if (properties is not { IssuedUtc: { } issued, ExpiresUtc: { } expires }
            || !ValidatedToken.TryRestore(
                principal?.FindFirst(CksClaimTypes.Issuer)?.Value, principal?.FindFirst(CksClaimTypes.Subject)?.Value, principal?.FindFirst(SessionId)?.Value, issued, expires, out token!))
            return false;
        var isTime = long.TryParse(principal?.FindFirst(AuthenticatedAt)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= issued.ToUnixTimeSeconds();
        // Without auth_time somebody who was signed out everywhere could not sign in again where the provider names sessions.
        token = token.With(principal?.FindFirst(CookieId)?.Value, isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
        return true;
    }

    private static bool ActsForAnother(ClaimsPrincipal principal) =>
        principal.HasClaim(c => c.Type is Act or CksClaimTypes.Actor or ClaimTypes.Actor) || principal.Identities.Any(i => i.Actor is not null);

    private static Task EndAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        return context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    // Which of two credentials is meant is a guess, also where an endpoint names this scheme alone.
    private bool IsMixed(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || Credentials.Read(request, bearer.Get(CksAuthenticationDefaults.BearerScheme).CookieName, cookies, keys).AreMixed;

    private sealed record Refusal(SessionRefusalReason Reason);
}
