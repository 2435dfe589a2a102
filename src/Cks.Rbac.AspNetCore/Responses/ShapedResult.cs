using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>What a handler returned, written through its shape. A result of the framework that carries a value keeps its status and location; any other may write nothing.</summary>
internal sealed class ShapedResult(ResponseShape shape, object? value, Type? declared) : IResult
{
    private static readonly HashSet<Type> Carriers =
    [
        typeof(Ok<>), typeof(Created<>), typeof(CreatedAtRoute<>), typeof(Accepted<>), typeof(AcceptedAtRoute<>), typeof(JsonHttpResult<>),
        typeof(BadRequest<>), typeof(NotFound<>), typeof(Conflict<>), typeof(UnprocessableEntity<>), typeof(InternalServerError<>),
    ];

    public Task ExecuteAsync(HttpContext httpContext)
    {
        switch (value)
        {
            case INestedHttpResult nested:
                return new ShapedResult(shape, nested.Result, null).ExecuteAsync(httpContext);
            case ProblemHttpResult or ValidationProblem when value is IValueHttpResult { Value: ProblemDetails problem } && IsPlain(problem):
            // Schemes write refusals of their own.
            case ForbidHttpResult or ChallengeHttpResult or SignInHttpResult or SignOutHttpResult:
                return ClosedBody.LetAsync(httpContext, () => ((IResult)value).ExecuteAsync(httpContext));
            case ProblemHttpResult problem:
                httpContext.Response.StatusCode = problem.StatusCode;
                return shape.WriteAsync(httpContext, problem.ProblemDetails, null, problem.ContentType);
            case IResult result when IsCarrier(result.GetType()):
                SetHead(httpContext, result);
                return shape.WriteAsync(httpContext, ((IValueHttpResult)result).Value, result.GetType().GetGenericArguments()[0], (result as IContentTypeHttpResult)?.ContentType);
            case IResult result:
                return result.ExecuteAsync(httpContext);
            default:
                return shape.WriteAsync(httpContext, value, declared, null);
        }
    }

    /// <summary>Whether a problem has nothing in it that a mask could be for.</summary>
    public static bool IsPlain(ProblemDetails problem) => problem.GetType().Assembly == typeof(ProblemDetails).Assembly
        && problem.Extensions.Values.All(v => v is null or string or bool or int or long or decimal or double or DateTimeOffset or Guid or string[]);

    private static bool IsCarrier(Type type) => type.IsGenericType && Carriers.Contains(type.GetGenericTypeDefinition());

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(Created<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(CreatedAtRoute<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(Accepted<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AcceptedAtRoute<>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The members that are read are kept by the dependencies above.")]
    private static void SetHead(HttpContext context, IResult result)
    {
        if (result is IStatusCodeHttpResult { StatusCode: { } status })
            context.Response.StatusCode = status;
        var type = result.GetType();
        if (type.GetGenericTypeDefinition() is var kind && (kind == typeof(Created<>) || kind == typeof(Accepted<>)))
        {
            if (type.GetProperty("Location")!.GetValue(result) is string { Length: > 0 } location)
                context.Response.Headers.Location = location;
        }
        else if (kind == typeof(CreatedAtRoute<>) || kind == typeof(AcceptedAtRoute<>))
        {
            context.Response.Headers.Location = context.RequestServices.GetRequiredService<LinkGenerator>().GetUriByRouteValues(
                context, (string?)type.GetProperty("RouteName")!.GetValue(result), (RouteValueDictionary?)type.GetProperty("RouteValues")!.GetValue(result), fragment: FragmentString.Empty)
                ?? throw new InvalidOperationException("No route matches the values of the result.");
        }
    }
}
