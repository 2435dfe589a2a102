using System.Net;
using NuGet.Configuration;

namespace Cks.Publish;

/// <summary>Makes a feed from what was written.</summary>
internal static class Feeds
{
    public static IFeed Open(string text, string root)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return new FolderFeed(Path.GetFullPath(text).TrimEnd(Path.DirectorySeparatorChar));
        // The machine's own entry for the address carries credentials.
        var source = new PackageSourceProvider(Settings.LoadDefaultSettings(root)).LoadPackageSources().FirstOrDefault(s => s.Source == text) ?? new PackageSource(text);
        source.AllowInsecureConnections |= IsLoopback(text);
        return new HttpFeed(source);
    }

    /// <summary>Whether an address is one of this machine, where there is nobody on the way.</summary>
    public static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip);
}
