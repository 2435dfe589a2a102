using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.AspNetCore;

/// <summary>
/// Ties a request that outlives its authentication to the session behind it. WebSockets and gRPC are known by their request, event streams by their answer; these are aborted when the session ends,
/// whatever their handlers do. Others take part by <see cref="LongConnectionExtensions"/>.
/// </summary>
internal sealed class LongConnection : IDisposable
{
    private readonly HttpContext _context;
    private readonly ICksSessionFeature _feature;
    private readonly SessionJudge _judge;
    private readonly LiveSession _session;
    private readonly bool _allowUnknownRevocation;
    private readonly CancellationTokenSource _either;
    private CancellationTokenRegistration _abort;

    private LongConnection(HttpContext context, ICksSessionFeature feature)
    {
        (_context, _feature) = (context, feature);
        _judge = context.RequestServices.GetRequiredService<SessionJudge>();
        _allowUnknownRevocation = SessionGate.AllowsUnknownRevocation(context);
        _session = _judge.Open(feature, _allowUnknownRevocation);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_session.Ended, context.RequestAborted);
    }

    /// <summary>Fires when the request or its session is over.</summary>
    public CancellationToken Ended => _either.Token;

    /// <summary>Called once a session was let in.</summary>
    public static void Begin(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsConnect(request.Method) || request.Headers.Upgrade.Count > 0 || IsGrpc(request.ContentType) || context.Response.HasStarted)
            For(context)?.AbortAtEnd();
        else
            context.Response.OnStarting(AnswerStarts, context);
    }

    /// <summary>The connection of a request with a session; the session is watched from the first call on.</summary>
    public static LongConnection? For(HttpContext context)
    {
        if (context.Features.Get<LongConnection>() is { } known)
            return known;
        if (context.Features.Get<ICksSessionFeature>() is not { } feature)
            return null;
        var connection = new LongConnection(context, feature);
        context.Features.Set(connection);
        // Before the server uses the context for somebody else's request.
        context.Response.RegisterForDispose(connection);
        return connection;
    }

    /// <summary>Whether the session still stands; otherwise it ends.</summary>
    public async ValueTask<bool> RevalidateAsync(CancellationToken cancellationToken)
    {
        if (_session.Reason is not null)
            return false;
        if (await _judge.JudgeAsync(_feature, _allowUnknownRevocation, use: null, cancellationToken).ConfigureAwait(false) is not { } reason)
            return true;
        _session.EndSoon(reason);
        return false;
    }

    public void Dispose()
    {
        // Waits for an abort under way, so that it hits no other request.
        _abort.Dispose();
        _session.Dispose();
        _either.Dispose();
    }

    private static readonly Func<object, Task> AnswerStarts = static state =>
    {
        var context = (HttpContext)state;
        if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true)
            For(context)?.AbortAtEnd();
        return Task.CompletedTask;
    };

    private static bool IsGrpc(string? contentType) => contentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    private void AbortAtEnd()
    {
        if (_abort == default)
            _abort = _session.Ended.Register(static state => ((HttpContext)state!).Abort(), _context);
    }
}
