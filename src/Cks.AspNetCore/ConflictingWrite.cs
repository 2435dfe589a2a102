using System.Data.Common;
using Cks.Core;
using Cks.Http;
using Cks.QueryBuilder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cks.AspNetCore;

/// <summary>A write that a constraint or row level security does not allow, and that the endpoint did not expect: one 409 for all of them, because which it was tells of rows that the caller may not see (S24).</summary>
internal static class ConflictingWrite
{
    public static DbException? Find(Exception exception) => exception switch
    {
        DbException refused when refused.IsWriteConflict() => refused,
        { InnerException: { } inner } => Find(inner),
        _ => null,
    };

    public static Task AnswerAsync(HttpContext context) =>
        ProblemWriter.WriteAsync(context, StatusCodes.Status409Conflict, CksCodes.WriteConflict, "conflict", "This cannot be written as things are. Look at them again.");
}

/// <summary>Answers 409 outside Development.</summary>
internal sealed class ConflictingWriteHandler(ILogger<ConflictingWriteHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ConflictingWrite.Find(exception) is not { } refused)
            return false;
        HostLog.Conflict(log, refused.SqlState ?? "none");
        await ConflictingWrite.AnswerAsync(httpContext).ConfigureAwait(false);
        return true;
    }
}

/// <summary>Answers 409 in Development as well, where the framework's page would answer 500 first.</summary>
internal sealed class ConflictingWriteDeveloperPageFilter : IDeveloperPageExceptionFilter
{
    public Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next) =>
        ConflictingWrite.Find(errorContext.Exception) is null ? next(errorContext) : ConflictingWrite.AnswerAsync(errorContext.HttpContext);
}
