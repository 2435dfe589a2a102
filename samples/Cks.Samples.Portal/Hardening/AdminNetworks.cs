using System.Net;
using Microsoft.AspNetCore.Authorization;

namespace Cks.Samples.Portal.Hardening;

/// <summary>
/// Lets nobody administer from elsewhere than the listed networks. It refuses beside whatever rule the endpoint has, so whoever is nobody is asked for a token first, and whoever may not anyway hears
/// that. The address is the connection's, or the one that a listed proxy saw.
/// </summary>
internal sealed partial class AdminNetworks(HardeningSettings settings, ILogger<AdminNetworks> log) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (settings.AdminNetworks is not [] && context.Resource is HttpContext http && http.GetEndpoint()?.Metadata.GetMetadata<AdminMetadata>() is { } admin && admin.Is(http) && !Holds(http.Connection.RemoteIpAddress))
        {
            LogRefused(log);
            context.Fail(new(this, "The address is not one for administration."));
        }

        return Task.CompletedTask;
    }

    private bool Holds(IPAddress? address)
    {
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return settings.AdminNetworks.Any(n => n.Contains(plain));
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "Refused: the address is in none of Portal:Admin:Networks")]
    private static partial void LogRefused(ILogger logger);
}

/// <summary>Says that an endpoint administers, or for which requests it does.</summary>
internal sealed record AdminMetadata(Func<HttpContext, bool> Is);

/// <summary>Marks endpoints.</summary>
internal static class AdminEndpoints
{
    private static readonly AdminMetadata Always = new(_ => true);

    /// <summary>Lets the endpoint answer only whoever comes from <c>Portal:Admin:Networks</c>.</summary>
    public static TBuilder Administers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Always);

    /// <summary>The same for the pages with these paths.</summary>
    public static TBuilder AdministersOn<TBuilder>(this TBuilder builder, string parameter, params string[] pages)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AdminMetadata(http => http.GetRouteValue(parameter) is string page && pages.Contains(page, StringComparer.OrdinalIgnoreCase)));
}
