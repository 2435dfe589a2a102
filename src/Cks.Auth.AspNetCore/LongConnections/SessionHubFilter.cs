using System.Reflection;
using Cks.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Auth.AspNetCore;

/// <summary>
/// Judges each invocation of a hub anew, and aborts a connection whose session has ended, whichever transport carries it. A connection without a session of ours is left to the application.
/// </summary>
internal sealed class SessionHubFilter(SessionJudge judge) : IHubFilter
{
    private static readonly object Key = typeof(SessionHubFilter);
    private static readonly string HubLimit = SessionRefusalReason.SessionHubLimit.ToText();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (Watch(context.Context) is not { } watched)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        context.Context.Items[Key] = watched;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch
        {
            // Nobody is told of a disconnection where the connection was refused.
            watched.Dispose();
            throw;
        }
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocationContext.Context.Items.TryGetValue(Key, out var state) && state is Watched watched)
        {
            if (watched.Session.Reason is { } ended)
                throw Refusal(ended);
            if (await judge.JudgeAsync(watched.Feature, watched.AllowUnknownRevocation, PlaceOf(invocationContext.HubMethod, watched.Feature), invocationContext.Context.ConnectionAborted).ConfigureAwait(false) is { } reason)
            {
                // A look later rather than now, so that the caller still learns why. A session that is refused in the hub of this method stands elsewhere.
                if (reason != HubLimit)
                    watched.Session.EndSoon(reason);
                throw Refusal(reason);
            }
        }

        return await next(invocationContext).ConfigureAwait(false);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (context.Context.Items.Remove(Key, out var state) && state is Watched watched)
            watched.Dispose();
        await next(context, exception).ConfigureAwait(false);
    }

    // The attribute of the method, else that of the hub or its endpoint.
    private static SessionPlace PlaceOf(MethodInfo method, ICksSessionFeature feature) =>
        method.GetCustomAttribute<SessionHubAttribute>() is { } own ? new(own.Hub) : (feature as CksSessionFeature)?.Place ?? default;

    private static HubException Refusal(string reason) => new($"The session is over: {reason}");

    /// <summary>Notes that a request of a hub has a session, where SignalR keeps it: of a request of long polling it keeps the items and no feature.</summary>
    public static void Note(HttpContext context, ICksSessionFeature feature)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null)
            context.Items[Key] = feature;
    }

    private Watched? Watch(HubCallerContext caller)
    {
        var http = caller.GetHttpContext();
        var identity = caller.User?.Identities.FirstOrDefault(i => i.AuthenticationType == CksClaimTypes.SessionIdentity);
        if (identity is null && http?.Features.Get<ICksSessionFeature>() is null && http?.Items.ContainsKey(Key) != true)
            return null;
        if (identity?.BootstrapContext is not ICksSessionFeature feature)
            throw new HubException("The session is not known: something put another principal in the place of the one that was authenticated.");
        var allow = http is not null && SessionGate.AllowsUnknownRevocation(http);
        var session = judge.Open(feature, allow);
        return new(feature, session, allow, session.Ended.Register(static state => ((HubCallerContext)state!).Abort(), caller));
    }

    private sealed record Watched(ICksSessionFeature Feature, LiveSession Session, bool AllowUnknownRevocation, CancellationTokenRegistration Abort) : IDisposable
    {
        public void Dispose()
        {
            Abort.Unregister();
            Session.Dispose();
        }
    }
}
