using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Cks.HubConfig.Razor;

/// <summary>By what an open page sees that the view is another one: FNV-1a with 32 bits over its JSON. It keeps nobody from anything, and a page that misses one change in four milliards sees the next.</summary>
internal static class ViewDigest
{
    public static string Of(HubView view)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
            view.WriteTo(json);
        return Of(buffer.WrittenSpan);
    }

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var one in utf8)
            hash = (hash ^ one) * 16777619u;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
