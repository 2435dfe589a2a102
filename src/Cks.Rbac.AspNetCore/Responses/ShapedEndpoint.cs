using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>The mark of an endpoint whose answers are shaped: the filter that does it, and the body that is closed to all others.</summary>
internal sealed class ShapedEndpoint
{
    /// <summary>What the handler says it returns; <see langword="null"/> when it has not been looked at.</summary>
    public Type? Declared { get; private set; }

    public static void Add(IEndpointConventionBuilder builder, object metadata)
    {
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(metadata);
            if (endpoint.Metadata.OfType<ShapedEndpoint>().Any())
                return;
            var mark = new ShapedEndpoint();
            endpoint.Metadata.Add(mark);
            endpoint.FilterFactories.Add(mark.Filter);
        });
        builder.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next && endpoint.Metadata.OfType<ShapedEndpoint>().First().Close())
                endpoint.RequestDelegate = context => ClosedBody.RunAsync(context, () => next(context));
        });
    }

    private bool _closed;

    private bool Close() => !_closed && (_closed = true);

    private EndpointFilterDelegate Filter(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        var declared = Declared = Awaited(factory.MethodInfo.ReturnType);
        return async invocation =>
        {
            var value = await next(invocation).ConfigureAwait(false);
            var shapes = invocation.HttpContext.RequestServices.GetRequiredService<ResponseShapes>();
            return new ShapedResult(shapes.Of(invocation.HttpContext), value, declared);
        };
    }

    private static Type Awaited(Type type) => type == typeof(Task) || type == typeof(ValueTask) ? typeof(void)
        : type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)) ? type.GetGenericArguments()[0] : type;
}
