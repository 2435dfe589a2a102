using System.Buffers;
using System.Text.Json;
using Cks.Core;
using Cks.HubConfig;
using Cks.Http;
using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the hub endpoint.</summary>
public static class CksHubEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>GET <paramref name="pattern"/></c>, which answers the hub of the signed-in subject as <see cref="HubView.WriteTo"/> writes it, never for a shared cache.
    /// Needs a signed-in caller (the default authorization policy); one whose roles have no hub gets 404 problem+json with reason <c>no_hub</c>.
    /// </summary>
    /// <exception cref="CksConfigurationException">CKS109: <c>AddCksHubConfig</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCksHub(this IEndpointRouteBuilder endpoints, string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(IHubComposer)) == false)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "MapCksHub", "The hub composer is not registered.", "Call services.AddCksHubConfig() first.");
        return endpoints.MapGet(pattern, AnswerAsync).RequireAuthorization();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var (subjects, composer) = (context.RequestServices.GetRequiredService<ISubjectFactory>(), context.RequestServices.GetRequiredService<IHubComposer>());
        var subject = await subjects.CreateAsync(context.User, context.RequestAborted).ConfigureAwait(false);
        var view = await composer.ComposeAsync(subject, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.Append("Vary", "Authorization, Cookie");
        if (view is null)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, CksCodes.OutsideScope, "no_hub", "There is no hub for you.").ConfigureAwait(false);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
            view.WriteTo(json);
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
