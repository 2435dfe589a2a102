using System.Security.Claims;
using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Auth.AspNetCore;

/// <summary>The one way from a token to a session, whichever scheme brought the token, and the one answer when there is none.</summary>
internal sealed class SessionGate(IssuerRegistry issuers, IRevocationCheck revocations, ILogger<SessionGate> logger, Sessions? sessions = null, Impersonation? impersonation = null)
{
    /// <summary>Whether the endpoint may answer while revocations are not known. Without an endpoint it may not.</summary>
    public static bool AllowsUnknownRevocation(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AllowUnknownRevocationAttribute>() is not null;

    public static Task RefuseAsync(HttpContext context, SessionRefusalReason reason, string detail) =>
        ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, CksCodes.SessionRefused, reason.ToText(), detail);

    /// <summary>Whether a session that a cookie kept was revoked meanwhile (S08); a validator asks the same of a token.</summary>
    /// <exception cref="RevocationUnavailableException">That is not known, and the endpoint does not allow for it.</exception>
    public bool IsRevoked(HttpContext context, ValidatedToken token) => revocations.Check(token) switch
    {
        RevocationState.Revoked => true,
        RevocationState.Clear => false,
        _ => AllowsUnknownRevocation(context) ? false : throw new RevocationUnavailableException(),
    };

    /// <summary>Lets the person of a good token into the request, or says why not.</summary>
    public ValueTask<GateOutcome> OpenAsync(HttpContext context, string scheme, TokenTransport transport, ValidatedToken token)
    {
        var pending = context.RequestServices.GetRequiredService<ISessionResolver>().ResolveAsync(token, context.RequestAborted);
        return pending.IsCompletedSuccessfully ? UseAsync(context, scheme, transport, token, pending.Result) : AwaitAsync();

        async ValueTask<GateOutcome> AwaitAsync() => await UseAsync(context, scheme, transport, token, await pending.ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Lets the owner of an accepted key into the request.</summary>
    public static ClaimsPrincipal Enter(HttpContext context, string scheme, AcceptedApiKey accepted, ApiKeyPresentation presentation)
    {
        var owner = accepted.Session;
        if (!ValidatedToken.TryRestore(owner.Issuer, owner.Subject, null, accepted.Key.CreatedAt, accepted.Until, out var token))
            throw new InvalidOperationException("The owner of a key has no usable issuer and subject.");
        return Enter(context, new(scheme, TokenTransport.Header, token, owner) { Accepted = accepted, Address = presentation.Address }, accepted.ToPrincipal());
    }

    /// <summary>What a session is worth beside the store's own rules: its tenant is one for which the token's issuer may vouch (S02).</summary>
    /// <exception cref="InvalidOperationException">The resolver is wrong: it answered with somebody else's session.</exception>
    public SessionResolution Bind(ValidatedToken token, SessionResolution resolution)
    {
        if (!resolution.IsActive)
            return resolution;
        // Revocations and tenants are asked of the token's person, rights of the session's: they are one (S25).
        if (resolution.Session.Issuer != token.Issuer || resolution.Session.Subject != token.Subject)
            throw new InvalidOperationException("The ISessionResolver answered with a session of another issuer or subject than the token's. Make it with SessionResolution.From(token, record, roles).");
        return issuers.Binds(token.Issuer, resolution.Session.Tenant) ? resolution : SessionResolution.Refused(SessionRefusalReason.IssuerNotBound);
    }

    /// <summary>Why the session may not be used now, or <see langword="null"/>; from then on it counts as used, if its person does something by it. Without limits none is ever over.</summary>
    public ValueTask<SessionRefusalReason?> VisitAsync(ValidatedToken token, UserSession session, SessionPlace place, bool isUse, CancellationToken cancellationToken) =>
        sessions?.VisitAsync(token, session, place, isUse, cancellationToken) ?? default;

    /// <summary>Why the session is over although nobody uses it, or <see langword="null"/>.</summary>
    public ValueTask<SessionRefusalReason?> LookAsync(ValidatedToken token, UserSession session, CancellationToken cancellationToken) => sessions?.LookAsync(token, session, cancellationToken) ?? default;

    /// <summary>What <see cref="Bind"/> says, and who acts in the session where somebody does (S12). Without limits of sessions nobody acts for anybody: nothing would end it or keep who it was.</summary>
    public ValueTask<SessionResolution> AdmitAsync(IServiceProvider services, ValidatedToken token, SessionResolution found, CancellationToken cancellationToken)
    {
        var resolution = Bind(token, found);
        return !token.IsImpersonated ? new(resolution)
            : impersonation is not null ? impersonation.AdmitAsync(services, token, resolution, cancellationToken)
            : new(resolution.IsActive ? SessionResolution.Refused(SessionRefusalReason.ImpersonationRefused) : resolution);
    }

    /// <summary>Notes that somebody has signed out, once that is revoked.</summary>
    public ValueTask EndedAsync(ValidatedToken token, CancellationToken cancellationToken) =>
        sessions is not null && Sessions.KeyOf(token) is { } key ? sessions.EndedAsync(key, cancellationToken) : default;

    private ValueTask<GateOutcome> UseAsync(HttpContext context, string scheme, TokenTransport transport, ValidatedToken token, SessionResolution found)
    {
        var admitted = AdmitAsync(context.RequestServices, token, found, context.RequestAborted);
        return admitted.IsCompletedSuccessfully ? UseAdmittedAsync(context, scheme, transport, token, admitted.Result) : AwaitAsync();

        async ValueTask<GateOutcome> AwaitAsync() => await UseAdmittedAsync(context, scheme, transport, token, await admitted.ConfigureAwait(false)).ConfigureAwait(false);
    }

    private ValueTask<GateOutcome> UseAdmittedAsync(HttpContext context, string scheme, TokenTransport transport, ValidatedToken token, SessionResolution resolution)
    {
        if (!resolution.IsActive)
            return new(Refuse(resolution.Reason.Value));
        var session = resolution.Session;
        var place = SessionUse.PlaceOf(context);
        var pending = VisitAsync(token, session, place, SessionUse.Is(context), context.RequestAborted);
        return pending.IsCompletedSuccessfully ? new(Conclude(pending.Result)) : AwaitAsync();

        async ValueTask<GateOutcome> AwaitAsync() => Conclude(await pending.ConfigureAwait(false));

        GateOutcome Conclude(SessionRefusalReason? over) =>
            over is { } reason ? Refuse(reason) : new(Enter(context, new(scheme, transport, token, session) { Place = place }, session.ToPrincipal()), default);
    }

    private GateOutcome Refuse(SessionRefusalReason reason)
    {
        AuthenticationLog.SessionRefused(logger, reason.ToText());
        return new(null, reason);
    }

    private static ClaimsPrincipal Enter(HttpContext context, CksSessionFeature feature, ClaimsPrincipal principal)
    {
        context.Features.Set<ICksSessionFeature>(feature);
        // Where a connection outlives its request, SignalR keeps the principal alone.
        ((ClaimsIdentity)principal.Identity!).BootstrapContext = feature;
        SessionHubFilter.Note(context, feature);
        LongConnection.Begin(context);
        return principal;
    }
}
