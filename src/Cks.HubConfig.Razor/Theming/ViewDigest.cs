using System.Globalization;

namespace Cks.HubConfig.Razor;

/// <summary>By what an open page sees that the view is another one: FNV-1a with 32 bits over its JSON. It keeps nobody from anything, and a page that misses one change in four milliards sees the next.</summary>
internal static class ViewDigest
{
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var one in utf8)
            hash = (hash ^ one) * 16777619u;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
