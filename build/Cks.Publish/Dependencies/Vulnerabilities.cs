using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Protocol.Model;

namespace Cks.Publish;

/// <summary>What the feeds of a machine know about vulnerable packages.</summary>
internal static class Vulnerabilities
{
    /// <summary>The sources that know of any: the audit sources where there are some, else the package sources, as NuGet has it.</summary>
    public static async Task<IReadOnlyList<string>> SourcesAsync(ISettings settings, CancellationToken cancellationToken) =>
        [.. (await ResourcesAsync(settings, cancellationToken)).Select(r => r.Name)];

    /// <summary>All that they know, by name of the package.</summary>
    public static async Task<ILookup<string, PackageVulnerabilityInfo>> ReadAsync(ISettings settings, CancellationToken cancellationToken)
    {
        var known = new List<(string Id, PackageVulnerabilityInfo Info)>();
        using var cache = new SourceCacheContext { NoCache = true };
        foreach (var (_, resource) in await ResourcesAsync(settings, cancellationToken))
        {
            var result = await resource.GetVulnerabilityInfoAsync(cache, NullLogger.Instance, cancellationToken);
            if (result.Exceptions is { } failed)
                throw new HttpRequestException("A source of vulnerabilities cannot be read.", failed);
            known.AddRange((result.KnownVulnerabilities ?? []).SelectMany(file => file.SelectMany(entry => entry.Value.Select(info => (entry.Key, info)))));
        }

        return known.ToLookup(k => k.Id, k => k.Info, StringComparer.OrdinalIgnoreCase);
    }

    private static async Task<IReadOnlyList<(string Name, IVulnerabilityInfoResource Resource)>> ResourcesAsync(ISettings settings, CancellationToken cancellationToken)
    {
        var provider = new PackageSourceProvider(settings);
        var sources = provider.LoadAuditSources() is { Count: > 0 } audit ? audit : provider.LoadPackageSources().Where(s => s.IsEnabled && s.IsHttp).ToArray();
        var found = new List<(string, IVulnerabilityInfoResource)>();
        foreach (var source in sources)
        {
            if (await Repository.Factory.GetCoreV3(source).GetResourceAsync<IVulnerabilityInfoResource>(cancellationToken) is { } resource)
                found.Add((source.Name, resource));
        }

        return found;
    }
}
