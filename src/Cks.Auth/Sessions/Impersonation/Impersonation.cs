using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth;

/// <summary>
/// Whether somebody may act in another's place now (S12): both have a session in one tenant and class, the actor is neither barred nor acted for themselves, and holds <see cref="CksSessions.Impersonate"/>. Asked of each request, so that it
/// ends when either loses that.
/// </summary>
internal sealed class Impersonation(IssuerRegistry issuers, IRevocationCheck revocations, SecurityEvents? events = null)
{
    // What is asked of the actor is whether they are barred or deleted, and whether their own session has ended where the token names it.
    private static readonly DateTimeOffset Always = DateTimeOffset.MaxValue;

    /// <summary>The session with who acts in it, or a refusal.</summary>
    /// <param name="services">A scope, with the resolver of sessions and what says who holds what.</param>
    /// <param name="token">A token in which somebody acts for the subject.</param>
    /// <param name="session">The subject's session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RevocationUnavailableException">It is not known whether the actor is barred.</exception>
    public async ValueTask<SessionResolution> AdmitAsync(IServiceProvider services, ValidatedToken token, UserSession session, CancellationToken cancellationToken)
    {
        if (token.TryReadActor(out var actor, out var own) && await MayAsync(services, actor, own, session, cancellationToken).ConfigureAwait(false))
            return SessionResolution.Active(session with { Actor = actor });
        events?.Report(SecurityEventKinds.ImpersonationRefused, $"as {session.Subject} at {session.Issuer}", actor?.ToText() ?? "", session.Tenant.Value);
        return SessionResolution.Refused(SessionRefusalReason.ImpersonationRefused);
    }

    private async ValueTask<bool> MayAsync(IServiceProvider services, SessionActor actor, string? ownSession, UserSession session, CancellationToken cancellationToken)
    {
        if (actor == new SessionActor(session.Issuer, session.Subject) || !ValidatedToken.TryRestore(actor.Issuer, actor.Subject, ownSession, Always, Always, out var own))
            return false;
        if (revocations.Check(own) is var state and not RevocationState.Clear)
            return state == RevocationState.Revoked ? false : throw new RevocationUnavailableException();
        var found = await services.GetRequiredService<ISessionResolver>().ResolveAsync(own, cancellationToken).ConfigureAwait(false);
        if (!found.IsActive || found.Session.Issuer != actor.Issuer || found.Session.Subject != actor.Subject)
            return false;
        if (found.Session.Tenant != session.Tenant || found.Session.IsTest != session.IsTest || !issuers.Binds(actor.Issuer, session.Tenant))
            return false;
        // Where nobody says what somebody holds, nobody does.
        return services.GetService<IHoldings>() is { } holdings
            && await holdings.AskAsync(new(found.Session.ToPrincipal(), CksSessions.Impersonate), cancellationToken).ConfigureAwait(false) is { IsPermitted: true, IsBorrowed: false };
    }
}
