using Cks.Auth;
using Cks.Auth.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>In which hub a session is used at an endpoint.</summary>
public static class CksSessionEndpointExtensions
{
    /// <summary>Says in which hub a session is used here; see <see cref="SessionHubAttribute"/>. Without it the hub of the host counts (<see cref="CksSessionOptions.Hub"/>).</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <remarks>With a hub that has no limits the host does not start (CKS109).</remarks>
    /// <param name="hub">The hub, as <see cref="CksSessionOptions.Hubs"/> spells it.</param>
    public static TBuilder InSessionHub<TBuilder>(this TBuilder builder, string hub)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var metadata = new SessionHubAttribute(hub);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
