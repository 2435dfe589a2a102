using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Keeps the body of an answer closed to everybody but the one who masks it: what a handler, a filter or a result of unknown kind writes past the mask is an error, and nothing of it is sent.
/// </summary>
internal sealed class ClosedBody(IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
{
    private bool _open;

    public Stream Stream => Opened.Stream;

    public PipeWriter Writer => Opened.Writer;

    private IHttpResponseBodyFeature Opened => _open ? inner
        : throw new InvalidOperationException("This endpoint masks its answer, and something else than the mask writes it. Return the value, a list or a page of it; a text, a stream or a result of another kind cannot be masked.");

    public static async Task RunAsync(HttpContext context, Func<Task> next)
    {
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new ClosedBody(inner));
        try
        {
            await next().ConfigureAwait(false);
        }
        finally
        {
            // Also for whoever answers an exception.
            context.Features.Set(inner);
        }
    }

    public static void Open(HttpContext context) => Set(context, isOpen: true);

    /// <summary>After the answer nobody adds to it.</summary>
    public static void Close(HttpContext context) => Set(context, isOpen: false);

    private static void Set(HttpContext context, bool isOpen)
    {
        if (context.Features.Get<IHttpResponseBodyFeature>() is ClosedBody closed)
            closed._open = isOpen;
    }

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => Opened.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => Opened.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();
}
