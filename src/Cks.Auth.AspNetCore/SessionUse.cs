using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Primitives;

namespace Cks.Auth.AspNetCore;

/// <summary>What a request means for an idle session.</summary>
internal static class SessionUse
{
    /// <summary>With 1, a request that a page makes by its timer.</summary>
    public const string UnattendedHeader = "Cks-Unattended";

    /// <summary>
    /// Whether its person does something by it. What opens a long connection, or polls for one, is sent by the browser again and again although nobody sits there: WebSockets, event streams and every request of a SignalR hub, whose invocations
    /// are judged by themselves; and a page that reads something again by its timer says so itself. A client that says what it does not mean only shortens its own session.
    /// </summary>
    public static bool Is(HttpContext context)
    {
        var request = context.Request;
        return !HttpMethods.IsConnect(request.Method) && !IsOnly(request.Headers.Upgrade, "websocket") && !(HttpMethods.IsGet(request.Method) && IsOnly(request.Headers.Accept, "text/event-stream"))
            && !IsOnly(request.Headers[UnattendedHeader], "1") && context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is null;
    }

    /// <summary>In which hub the session is used. What is authenticated before it is routed may be meant for any.</summary>
    public static SessionPlace PlaceOf(HttpContext context) =>
        context.GetEndpoint() is { } endpoint ? new(endpoint.Metadata.GetMetadata<SessionHubAttribute>()?.Hub) : new(null, IsUnknown: true);

    private static bool IsOnly(StringValues header, string value) => header.Count == 1 && value.Equals(header[0]?.Trim(), StringComparison.OrdinalIgnoreCase);
}
