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
    /// are judged by themselves; what a page loads for itself, such as a script, which may be by its timer; and a page that reads something again by its timer says so itself. Only reading counts so: whoever changes something
    /// sits there, also with a copy of the session that would rather not be noticed.
    /// </summary>
    public static bool Is(HttpContext context)
    {
        var request = context.Request;
        return !HttpMethods.IsConnect(request.Method) && !IsOnly(request.Headers.Upgrade, "websocket") && !(IsRead(request) && IsByItself(request)) && context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is null;
    }

    /// <summary>In which hub the session is used. What is authenticated before it is routed may be meant for any.</summary>
    public static SessionPlace PlaceOf(HttpContext context) =>
        context.GetEndpoint() is { } endpoint ? new(endpoint.Metadata.GetMetadata<SessionHubAttribute>()?.Hub) : new(null, IsUnknown: true);

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsByItself(HttpRequest request) =>
        IsOnly(request.Headers.Accept, "text/event-stream") || IsOnly(request.Headers[UnattendedHeader], "1") || IsOnly(request.Headers["Sec-Fetch-Dest"], "script") || IsOnly(request.Headers["Sec-Fetch-Dest"], "style");

    private static bool IsOnly(StringValues header, string value) => header.Count == 1 && value.Equals(header[0]?.Trim(), StringComparison.OrdinalIgnoreCase);
}
