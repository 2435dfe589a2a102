using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>A folder of packages, and of what is in them beside them.</summary>
internal sealed class FolderFeed(string folder) : IFeed
{
    public string Address => folder;

    public bool IsFolder => true;

    public Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken)
    {
        IReadOnlyList<NuGetVersion> versions = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, $"{id}.*.nupkg").Select(f => Path.GetFileNameWithoutExtension(f)[(id.Length + 1)..]).Select(v => NuGetVersion.TryParseStrict(v, out var version) ? version : null).OfType<NuGetVersion>()]
            : [];
        return Task.FromResult(versions);
    }

    public Task<byte[]> ReadAsync(string id, NuGetVersion version, CancellationToken cancellationToken) =>
        File.ReadAllBytesAsync(Path.Combine(folder, $"{id}.{version.ToNormalizedString()}.nupkg"), cancellationToken);

    public Task PushAsync(PackedPackage package, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        // The package last: one that is there has everything beside it.
        foreach (var file in package.Beside.Append(package.Path))
        {
            var (target, partial) = (Path.Combine(folder, Path.GetFileName(file)), Path.Combine(folder, $".{Path.GetFileName(file)}.partial"));
            File.Copy(file, partial, overwrite: true);
            File.Move(partial, target, overwrite: true);
        }

        return Task.CompletedTask;
    }
}
