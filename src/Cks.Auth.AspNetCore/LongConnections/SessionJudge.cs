using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>Whether the session with which a connection was opened still stands: the token is still good, and the store says of its person what it said then (S10).</summary>
internal sealed class SessionJudge(LiveSessions sessions, SessionGate gate, IServiceScopeFactory scopes, IOptions<LongConnectionOptions> options, ApiKeyCheck? keys = null)
{
    private static readonly TimeSpan KeyEvery = TimeSpan.FromMilliseconds(500);

    // An answer may be a minute old already when the questions begin to fail.
    private static readonly TimeSpan KeyPatience = TimeSpan.FromSeconds(10);

    /// <summary>Watches over a connection, and asks the store again now and then.</summary>
    public LiveSession Open(ICksSessionFeature feature, bool allowUnknownRevocation)
    {
        var isKey = feature is CksSessionFeature { Accepted: not null };
        var session = isKey ? sessions.OpenByKey(feature.Token) : sessions.Open(feature.Token, allowUnknownRevocation);
        var every = options.Value.RevalidateEvery;
        // What is remembered of keys hears at once that it changed, so that asking costs nothing.
        session.RevalidateWith(ct => JudgeAsync(feature, allowUnknownRevocation, use: null, ct), isKey ? KeyEvery : every, isKey ? KeyPatience : every * 2);
        return session;
    }

    /// <summary>Why the session stands no longer, or <see langword="null"/>. In a scope of its own: what the connection's scope holds is as old as the connection.</summary>
    /// <param name="feature">With what the connection was opened.</param>
    /// <param name="allowUnknownRevocation">Lets it stand while revocations are not known.</param>
    /// <param name="use">Where its person does something by it, which is what an idle session waits for; <see langword="null"/> when they do nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<string?> JudgeAsync(ICksSessionFeature feature, bool allowUnknownRevocation, SessionPlace? use, CancellationToken cancellationToken)
    {
        if (feature is CksSessionFeature { Accepted: { } accepted, Address: var address })
            return await keys!.RecheckAsync(accepted, new(address, allowUnknownRevocation), cancellationToken).ConfigureAwait(false);
        if (sessions.Judge(feature.Token, allowUnknownRevocation) is { } reason)
            return reason;
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var found = await scope.ServiceProvider.GetRequiredService<ISessionResolver>().ResolveAsync(feature.Token, cancellationToken).ConfigureAwait(false);
            var resolution = await gate.AdmitAsync(scope.ServiceProvider, feature.Token, found, cancellationToken).ConfigureAwait(false);
            if (!resolution.IsActive)
                return resolution.Reason.Value.ToText();
            // The connection's principal says what was true when it was opened; who has other rights now comes again.
            if (!resolution.Session.HasRightsOf(feature.Session))
                return "session_changed";
            var over = use is { } place
                ? await gate.VisitAsync(feature.Token, resolution.Session, place, isUse: true, cancellationToken).ConfigureAwait(false)
                : await gate.LookAsync(feature.Token, resolution.Session, cancellationToken).ConfigureAwait(false);
            return over?.ToText();
        }
    }
}
