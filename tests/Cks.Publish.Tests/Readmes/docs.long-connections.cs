// With: Cks.Auth.AspNetCore
global using System.Net.WebSockets;

// What the page takes as given.
internal static class Given
{
    public static WebApplication app = null!;
    public static HttpContext http = null!;
    public static WebSocket socket = null!;
    public static ArraySegment<byte> buffer;
}

internal sealed class Feed
{
    public IAsyncEnumerable<string> ReadAsync() => throw new NotSupportedException();
}
