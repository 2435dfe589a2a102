using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth;

/// <summary>
/// Whether somebody may act in another's place now (S12): both have a session in one tenant and class, the actor is neither barred nor acted for themselves, and holds <see cref="CksSessions.Impersonate"/>. Asked of each request, so that it
/// ends when either loses that. What they may do there is the lesser of both, which the policy decides.
/// </summary>
internal sealed class Impersonation(IssuerRegistry issuers, IRevocationCheck revocations, Sessions sessions, ISessionStore store, TimeProvider time, SecurityEvents? events = null)
{
    // What is asked of the actor is whether they are barred or deleted, and whether their own session has ended where the token names it.
    private static readonly DateTimeOffset Always = DateTimeOffset.MaxValue;

    private readonly Alarm _alarm = new(SecurityEventKinds.ImpersonationRefused, time, events);

    /// <summary>The session with who acts in it, or a refusal.</summary>
    /// <param name="services">A scope, with the resolver of sessions and what says who holds what.</param>
    /// <param name="token">A token in which somebody acts for the subject.</param>
    /// <param name="session">The subject's session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RevocationUnavailableException">It is not known whether the actor is barred.</exception>
    public async ValueTask<SessionResolution> AdmitAsync(IServiceProvider services, ValidatedToken token, UserSession session, CancellationToken cancellationToken)
    {
        if (token.TryReadActor(out var actor, out var own) && await ActorAsync(services, actor, own, session, cancellationToken).ConfigureAwait(false) is { } found)
            return SessionResolution.Active(session with { Actor = actor, ActorCode = found.Code, ActorRoles = found.Roles });
        await RefusedAsync(token, actor?.ToText() ?? "", session, cancellationToken).ConfigureAwait(false);
        return SessionResolution.Refused(SessionRefusalReason.ImpersonationRefused);
    }

    private async ValueTask RefusedAsync(ValidatedToken token, string actor, UserSession session, CancellationToken cancellationToken)
    {
        if (!_alarm.Takes(out var passedOver))
            return;
        await store.NoteAsync(
            new()
            {
                At = time.GetUtcNow(),
                Act = ImpersonationAct.Refused,
                Issuer = session.Issuer,
                Subject = session.Subject,
                Actor = actor,
                SessionId = token.SessionId ?? "",
                Detail = passedOver,
            },
            cancellationToken).ConfigureAwait(false);
        _alarm.Report($"as {session.Subject} at {session.Issuer}", passedOver, actor, session.Tenant.Value);
    }

    /// <summary>The actor's own session, while they may act.</summary>
    private async ValueTask<UserSession?> ActorAsync(IServiceProvider services, SessionActor actor, string? ownSession, UserSession session, CancellationToken cancellationToken)
    {
        if (actor == new SessionActor(session.Issuer, session.Subject) || !ValidatedToken.TryRestore(actor.Issuer, actor.Subject, ownSession, Always, Always, out var own))
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
