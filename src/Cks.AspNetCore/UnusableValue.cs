using Cks.Core;
using Cks.Http;
using Cks.QueryBuilder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Cks.AspNetCore;

/// <summary>A value of the request that no database takes: the caller's mistake, so 400, and nothing was sent.</summary>
internal static class UnusableValue
{
    public static QueryRefusedException? Find(Exception exception) => exception switch
    {
        QueryRefusedException refused => refused,
        { InnerException: { } inner } => Find(inner),
        _ => null,
    };

    // The message names no value.
    public static Task AnswerAsync(HttpContext context, QueryRefusedException refused) =>
        ProblemWriter.WriteAsync(context, StatusCodes.Status400BadRequest, CksCodes.UnusableValue, ReasonOf(refused.Reason), refused.Message);

    private static string ReasonOf(QueryRefusal refusal) => refusal switch
    {
        QueryRefusal.MalformedText => "malformed_text",
        QueryRefusal.NotFinite => "not_finite",
        QueryRefusal.SearchTextTooLong => "search_text_too_long",
        QueryRefusal.ListTooLong => "list_too_long",
        QueryRefusal.TooManyRows => "too_many_rows",
        QueryRefusal.HiddenColumn => "hidden_column",
        _ => "too_complex",
    };
}

/// <summary>Answers 400 outside Development.</summary>
internal sealed class UnusableValueHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (UnusableValue.Find(exception) is not { } refused)
            return false;
        await UnusableValue.AnswerAsync(httpContext, refused).ConfigureAwait(false);
        return true;
    }
}

/// <summary>Answers 400 in Development as well, where the framework's page would answer 500 first.</summary>
internal sealed class UnusableValueDeveloperPageFilter : IDeveloperPageExceptionFilter
{
    public Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next) =>
        UnusableValue.Find(errorContext.Exception) is { } refused ? UnusableValue.AnswerAsync(errorContext.HttpContext, refused) : next(errorContext);
}
