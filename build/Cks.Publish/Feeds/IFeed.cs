using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>Where packages are put and taken from.</summary>
internal interface IFeed
{
    /// <summary>What a release puts on a feed that is a folder.</summary>
    static IReadOnlyList<string> Extensions { get; } = [".nupkg", ".snupkg", ".spdx.json"];

    /// <summary>Folder or address.</summary>
    string Address { get; }

    bool IsFolder { get; }

    /// <summary>The versions of a package; none when the feed does not know it.</summary>
    Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken);

    /// <summary>The bytes of a package that is there.</summary>
    Task<byte[]> ReadAsync(string id, NuGetVersion version, CancellationToken cancellationToken);

    /// <summary>Puts a package and its symbols there.</summary>
    Task PushAsync(PackedPackage package, CancellationToken cancellationToken);
}
