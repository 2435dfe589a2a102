using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth;

/// <summary>
/// Whether somebody may act in another's place now (S12): both have a session in one tenant and class, the actor is neither barred nor acted for themselves, and holds <see cref="CksSessions.Impersonate"/>. Asked of each request, so that it
/// ends when either loses that. What they may do there is the lesser of both, which the policy decides.
/// </summary>
internal sealed class Impersonation(IssuerRegistry issuers, IRevocationCheck revocations, Sessions sessions, ImpersonationRefusals refusals)
{
    /// <summary>The session with who acts in it, or a refusal. What is refused has ended: the session in which they acted does not come back with what they lost.</summary>
    /// <param name="services">A scope, with the resolver of sessions and what says who holds what.</param>
    /// <param name="token">A token in which somebody acts for the subject.</param>
    /// <param name="resolution">The subject's session, or why there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RevocationUnavailableException">It is not known whether the actor is barred.</exception>
    public async ValueTask<SessionResolution> AdmitAsync(IServiceProvider services, ValidatedToken token, SessionResolution resolution, CancellationToken cancellationToken)
    {
        var isReadable = token.TryReadActor(out var actor, out var own);
        var holder = new SessionHolder(token, actor?.ToText() ?? "");
        if (resolution.IsActive)
        {
            var session = resolution.Session;
            if (isReadable && await ActorAsync(services, actor!, await SinceAsync(own!, holder, cancellationToken).ConfigureAwait(false), session, cancellationToken).ConfigureAwait(false) is { } found)
                return SessionResolution.Active(session with { Actor = actor, ActorCode = found.Code, ActorRoles = found.Roles });
            await refusals.AddAsync(token, holder.Actor, session.Tenant.Value).ConfigureAwait(false);
            resolution = SessionResolution.Refused(SessionRefusalReason.ImpersonationRefused);
        }

        if (isReadable)
            await sessions.EndActingAsync(holder).ConfigureAwait(false);
        return resolution;
    }

    // Where no session of the actor is named, what they began to do before they were signed out everywhere is over, also with a token that was refreshed since.
    private async ValueTask<ValidatedToken> SinceAsync(ValidatedToken own, SessionHolder holder, CancellationToken cancellationToken) =>
        own.SessionId is null && await sessions.FindAsync(holder, cancellationToken).ConfigureAwait(false) is { } acting && holder.Has(acting) ? own.With(null, acting.StartedAt) : own;

    /// <summary>The actor's own session, while they may act.</summary>
    private async ValueTask<UserSession?> ActorAsync(IServiceProvider services, SessionActor actor, ValidatedToken own, UserSession session, CancellationToken cancellationToken)
    {
        if (actor == new SessionActor(session.Issuer, session.Subject))
            return null;
        if (revocations.Check(own) is var state and not RevocationState.Clear)
            return state == RevocationState.Revoked ? null : throw new RevocationUnavailableException();
        if (await sessions.IsOverAsync(own, cancellationToken).ConfigureAwait(false))
            return null;
        var found = await services.GetRequiredService<ISessionResolver>().ResolveAsync(own, cancellationToken).ConfigureAwait(false);
        if (!found.IsActive || found.Session.Issuer != actor.Issuer || found.Session.Subject != actor.Subject)
            return null;
        if (found.Session.Tenant != session.Tenant || found.Session.IsTest != session.IsTest || !issuers.Binds(actor.Issuer, session.Tenant))
            return null;
        // Where nobody says what somebody holds, nobody does.
        return services.GetService<IHoldings>() is { } holdings
            && await holdings.AskAsync(new(found.Session.ToPrincipal(), CksSessions.Impersonate), cancellationToken).ConfigureAwait(false) is { IsPermitted: true, IsBorrowed: false } ? found.Session : null;
    }
}
