using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>Closes the body around an action of a controller, and writes its result through the shape.</summary>
internal sealed class ShapedActionFilter(ResponseShapes shapes) : IAsyncResourceFilter, IAsyncAlwaysRunResultFilter
{
    public static ShapedActionFilter Of(IServiceProvider services) => new(services.GetRequiredService<ResponseShapes>());

    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next) => ClosedBody.IsAround(context.HttpContext) ? next() : ClosedBody.RunAsync(context.HttpContext, () => next());

    public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is not ShapedActionResult)
            context.Result = new ShapedActionResult(shapes.Of(context.HttpContext), context.Result);
        // A filter that answered before the action was reached has left the body open.
        return ClosedBody.IsAround(context.HttpContext) ? next() : ClosedBody.RunAsync(context.HttpContext, () => next());
    }
}

/// <summary>A result of a controller, written through its shape. One that carries a value keeps its status and headers; any other may write nothing.</summary>
internal sealed class ShapedActionResult(ResponseShape shape, IActionResult? result) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        switch (result)
        {
            case ObjectResult value:
                value.OnFormatting(context);
                if (value.ContentTypes.Count > 0 && !value.ContentTypes.Any(t => t.Contains("json", StringComparison.OrdinalIgnoreCase)))
                    throw new InvalidOperationException($"Only JSON is masked, and the action answers {string.Join(", ", value.ContentTypes)}.");
                return WriteAsync(http, value.Value, value.DeclaredType);
            case JsonResult { SerializerSettings: null } json:
                http.Response.StatusCode = json.StatusCode ?? http.Response.StatusCode;
                return WriteAsync(http, json.Value, null);
            case JsonResult:
                throw new InvalidOperationException("A JsonResult with settings of its own cannot be masked. Return the value.");
            case ForbidResult or ChallengeResult or SignInResult or SignOutResult:
                return ClosedBody.LetAsync(http, () => result.ExecuteResultAsync(context));
            default:
                return result?.ExecuteResultAsync(context) ?? Task.CompletedTask;
        }
    }

    private Task WriteAsync(HttpContext context, object? value, Type? declared)
    {
        if (value is not null)
            return shape.WriteAsync(context, value, declared, value is ProblemDetails ? "application/problem+json" : null);
        if (context.Response.StatusCode == StatusCodes.Status200OK)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
