using Cks.Auth.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What becomes of an endpoint while revocations are not known.</summary>
public static class CksRevocationEndpointExtensions
{
    /// <summary>Lets the endpoint answer while it is not known what was revoked lately; see <see cref="AllowUnknownRevocationAttribute"/>.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why that does no harm.</param>
    public static TBuilder AllowUnknownRevocation<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var permission = new AllowUnknownRevocationAttribute(reason);
        builder.Add(endpoint => endpoint.Metadata.Add(permission));
        return builder;
    }
}
