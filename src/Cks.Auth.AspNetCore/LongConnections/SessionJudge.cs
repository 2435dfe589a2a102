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
        session.RevalidateWith(ct => JudgeAsync(feature, allowUnknownRevocation, ct), isKey ? KeyEvery : every, isKey ? KeyPatience : every * 2);
        return session;
    }

    /// <summary>Why the session stands no longer, or <see langword="null"/>. In a scope of its own: what the connection's scope holds is as old as the connection.</summary>
    public async ValueTask<string?> JudgeAsync(ICksSessionFeature feature, bool allowUnknownRevocation, CancellationToken cancellationToken)
    {
        if (feature is CksSessionFeature { Accepted: { } accepted, Address: var address })
            return await keys!.RecheckAsync(accepted, new(address, allowUnknownRevocation), cancellationToken).ConfigureAwait(false);
        if (sessions.Judge(feature.Token, allowUnknownRevocation) is { } reason)
            return reason;
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var found = await scope.ServiceProvider.GetRequiredService<ISessionResolver>().ResolveAsync(feature.Token, cancellationToken).ConfigureAwait(false);
            var resolution = gate.Bind(feature.Token, found);
            if (!resolution.IsActive)
                return resolution.Reason.Value.ToText();
            // The connection's principal says what was true when it was opened; who has other rights now comes again.
            return resolution.Session.HasRightsOf(feature.Session) ? null : "session_changed";
        }
    }
}
