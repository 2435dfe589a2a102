using Microsoft.AspNetCore.HttpLogging;

namespace Cks.Samples.Portal.Hardening;

/// <summary>
/// One line a request: method, route, status, duration. The route is what the program calls it, never the address: there and in headers and bodies are codes, tokens, names and numbers of people.
/// </summary>
internal sealed class RequestLog : IHttpLoggingInterceptor
{
    public static void Add(IServiceCollection services)
    {
        services.AddHttpLogging(o =>
        {
            o.LoggingFields = HttpLoggingFields.RequestMethod | HttpLoggingFields.ResponseStatusCode | HttpLoggingFields.Duration;
            o.CombineLogs = true;
        });
        services.AddHttpLoggingInterceptor<RequestLog>();
    }

    public ValueTask OnRequestAsync(HttpLoggingInterceptorContext logContext)
    {
        var request = logContext.HttpContext;
        logContext.AddParameter("Route", (request.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none");
        // A method may be any word.
        if (!IsKnown(request.Request.Method))
            logContext.Disable(HttpLoggingFields.RequestMethod);
        return default;
    }

    public ValueTask OnResponseAsync(HttpLoggingInterceptorContext logContext) => default;

    private static bool IsKnown(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method)
        || HttpMethods.IsDelete(method) || HttpMethods.IsPatch(method) || HttpMethods.IsOptions(method);
}
