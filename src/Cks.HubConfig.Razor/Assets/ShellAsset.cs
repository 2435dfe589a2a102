using System.IO.Compression;
using System.Security.Cryptography;

namespace Cks.HubConfig.Razor;

/// <summary>A file that pages get, in memory. Its address holds its hash, so what an address answers never changes.</summary>
internal sealed class ShellAsset
{
    private ShellAsset(string name, string contentType, byte[] content)
    {
        (Name, ContentType, Content) = (name, contentType, content);
        var hash = SHA384.HashData(content);
        (Integrity, Hash) = ("sha384-" + Convert.ToBase64String(hash), Convert.ToHexStringLower(hash.AsSpan(0, 12)));
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(content);
        Packed = packed.ToArray();
    }

    /// <summary>Its name with ending.</summary>
    public string Name { get; }

    public string ContentType { get; }

    public byte[] Content { get; }

    /// <summary>The content by gzip.</summary>
    public byte[] Packed { get; }

    /// <summary>The whole hash, as browsers compare it.</summary>
    public string Integrity { get; }

    /// <summary>The part of the hash that stands in the address.</summary>
    public string Hash { get; }

    public static ShellAsset Script(string name, byte[] content) => new(name + ".js", "text/javascript; charset=utf-8", content);

    public static ShellAsset Style(string name, byte[] content) => new(name + ".css", "text/css; charset=utf-8", content);
}
