using System.Data.Common;
using Cks.Auth;
using Cks.Core;
using Cks.Http;
using Cks.QueryBuilder;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cks.AspNetCore;

/// <summary>What a request depends on is down: neither denied nor allowed, but 503.</summary>
internal static class Unavailable
{
    public static bool Is(Exception exception) => Find(exception) is not null;

    /// <summary>What is down; mappers and pools wrap what a provider throws.</summary>
    public static Exception? Find(Exception exception) => exception switch
    {
        // Classes 22 and 23 of SQLSTATE: the data is wrong, not the machine, and trying again mends nothing.
        DbException { SqlState: ['2', '2' or '3', ..] } => null,
        DbException refused when refused.IsWriteConflict() => null,
        DbException or SigningKeysUnavailableException or RevocationUnavailableException or TimeoutException => exception,
        { InnerException: { } inner } => Find(inner),
        _ => null,
    };

    public static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return ProblemWriter.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, CksCodes.Unavailable, "unavailable", "Something that this request needs is down. Try again soon.");
    }
}

/// <summary>Answers 503 outside Development.</summary>
internal sealed class UnavailableHandler(ILogger<UnavailableHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Unavailable.Find(exception) is not { } cause)
            return false;
        HostLog.Unavailable(log, cause.GetType().Name, (cause as DbException)?.SqlState ?? "none");
        await Unavailable.AnswerAsync(httpContext).ConfigureAwait(false);
        return true;
    }
}

/// <summary>Answers 503 in Development as well, where the framework's page would answer 500 first.</summary>
internal sealed class UnavailableDeveloperPageFilter : IDeveloperPageExceptionFilter
{
    public Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next) =>
        Unavailable.Is(errorContext.Exception) ? Unavailable.AnswerAsync(errorContext.HttpContext) : next(errorContext);
}

/// <summary>Puts the exception handler around everything, authentication included.</summary>
internal sealed class ExceptionHandlerStartup : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseExceptionHandler();
        next(app);
    };
}
