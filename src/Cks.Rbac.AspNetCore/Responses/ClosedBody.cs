using System.IO.Pipelines;
using Cks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Keeps the body of an answer closed to everybody but the one who masks it: what a handler, a filter or a result of unknown kind writes past the mask is an error, and nothing of it is sent. No shared cache
/// keeps what is written (S06).
/// </summary>
internal sealed class ClosedBody(IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
{
    private bool _open;

    public Stream Stream => Opened.Stream;

    public PipeWriter Writer => Opened.Writer;

    private IHttpResponseBodyFeature Opened => _open ? inner
        : throw new InvalidOperationException("This endpoint masks its answer, and something else than the mask writes it. Return the value, a list or a page of it; a text, a stream or a result of another kind cannot be masked.");

    public static bool IsAround(HttpContext context) => context.Features.Get<ClosedBody>() is not null;

    public static async Task RunAsync(HttpContext context, Func<Task> next)
    {
        var features = context.Features;
        var inner = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var closed = new ClosedBody(inner);
        features.Set<IHttpResponseBodyFeature>(closed);
        features.Set(closed);
        CloseConnection(features);
        OwnAnswer.KeepFromStores(context);
        try
        {
            await next().ConfigureAwait(false);
            if (!context.Response.HasStarted)
                OwnAnswer.Mark(context.Response);
        }
        finally
        {
            // Also for whoever answers an exception.
            features.Set(inner);
            features.Set<ClosedBody>(null);
        }
    }

    /// <summary>The body, for the mask alone: it stays closed to all that runs while the answer starts and is written.</summary>
    public static PipeWriter Begin(HttpContext context, string contentType)
    {
        var body = context.Features.GetRequiredFeature<ClosedBody>().Inner;
        OwnAnswer.Mark(context.Response);
        context.Response.ContentType = contentType;
        return body.Writer;
    }

    /// <summary>Lets a refusal be written in the framework's own way; before and after nobody adds to it.</summary>
    public static async Task LetAsync(HttpContext context, Func<Task> write)
    {
        var closed = context.Features.GetRequiredFeature<ClosedBody>();
        OwnAnswer.Mark(context.Response);
        closed._open = true;
        try
        {
            await write().ConfigureAwait(false);
        }
        finally
        {
            closed._open = false;
        }
    }

    private IHttpResponseBodyFeature Inner => inner;

    // A connection that is taken over has a body that nobody masks.
    private static void CloseConnection(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } && features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true })
            return;
        features.Set<IHttpUpgradeFeature>(null);
        features.Set<IHttpExtendedConnectFeature>(null);
        features.Set<IHttpWebSocketFeature>(null);
    }

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => Opened.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => Opened.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();
}
