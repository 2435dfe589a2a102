using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>A feed behind an address. The key is read from the environment and never stands in a command line, where other processes see it.</summary>
internal sealed class HttpFeed(PackageSource source) : IFeed
{
    /// <summary>Variable that holds the key: what the login of a CI gives, or one of your own.</summary>
    public const string KeyVariable = "NUGET_API_KEY";

    private readonly SourceRepository _repository = Repository.Factory.GetCoreV3(source)!;

    public string Address => source.Source;

    public bool IsFolder => false;

    public async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken)
    {
        using var cache = Fresh();
        return [.. await (await ResourceAsync<FindPackageByIdResource>(cancellationToken)).GetAllVersionsAsync(id, cache, NullLogger.Instance, cancellationToken)];
    }

    public async Task<byte[]> ReadAsync(string id, NuGetVersion version, CancellationToken cancellationToken)
    {
        using var cache = Fresh();
        using var content = new MemoryStream();
        return await (await ResourceAsync<FindPackageByIdResource>(cancellationToken)).CopyNupkgToStreamAsync(id, version, content, cache, NullLogger.Instance, cancellationToken)
            ? content.ToArray()
            : throw new IOException($"{id} {version} is not on the feed.");
    }

    public async Task PushAsync(PackedPackage package, CancellationToken cancellationToken)
    {
        var push = await ResourceAsync<PackageUpdateResource>(cancellationToken);
        push.Settings = NullSettings.Instance;
        var symbols = (await _repository.GetResourceAsync<SymbolPackageUpdateResourceV3>(cancellationToken))?.SourceUri.AbsoluteUri;
        var key = Environment.GetEnvironmentVariable(KeyVariable);
        await push.PushAsync(
            [package.Path],
            symbols ?? "",
            timeoutInSecond: 300,
            disableBuffering: false,
            getApiKey: _ => key!,
            getSymbolApiKey: _ => key!,
            noServiceEndpoint: false,
            skipDuplicate: false,
            allowSnupkg: symbols is not null,
            allowInsecureConnections: source.AllowInsecureConnections,
            log: NullLogger.Instance);
    }

    private static SourceCacheContext Fresh() => new() { NoCache = true, DirectDownload = true };

    private async Task<T> ResourceAsync<T>(CancellationToken cancellationToken)
        where T : class, INuGetResource =>
        await _repository.GetResourceAsync<T>(cancellationToken) ?? throw new HttpRequestException($"{Address} has no {typeof(T).Name}.");
}
