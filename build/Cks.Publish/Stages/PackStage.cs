using System.Security.Cryptography;

namespace Cks.Publish;

/// <summary>Builds and packs the clone, with the time of the commit and no path of this machine.</summary>
internal sealed class PackStage : IStage
{
    public string Name => "pack";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        var packed = await release.DotnetAsync(
            release.Source,
            ["pack", release.Solution, "--no-restore", "-c", "Release", "-o", release.Packages, "-nologo", "-v", "q", "-p:ContinuousIntegrationBuild=true", $"-p:CksSbomFolder={release.Sboms}"],
            cancellationToken);
        if (packed.Exit != 0)
            return StageOutcome.Of(packed, "the build failed");
        release.Packed = [.. Directory.GetFiles(release.Packages, "*.nupkg").Order(StringComparer.Ordinal).Select(PackedPackage.Load)];

        var sums = new List<string>();
        foreach (var package in release.Packed)
        {
            // Beside the package the document can say what the whole file is; in it, it cannot.
            var assets = release.Assets(release.Projects.Single(p => Path.GetFileNameWithoutExtension(p) == package.Id));
            var document = SpdxWriter.Write(release, assets, Convert.ToHexStringLower(SHA512.HashData(await File.ReadAllBytesAsync(package.Path, cancellationToken))));
            if (SpdxCheck.Faults(document) is { Count: > 0 } faults)
                return StageOutcome.Refused($"the document of {package.Id} is not SPDX 2.3", faults);
            await File.WriteAllBytesAsync(Path.ChangeExtension(package.Path, ".spdx.json"), document, cancellationToken);
            foreach (var file in package.Beside.Prepend(package.Path))
                sums.Add($"{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, cancellationToken)))}  {Path.GetFileName(file)}");
        }

        await File.WriteAllLinesAsync(Path.Combine(release.Work, "SHA256SUMS"), sums, cancellationToken);
        return StageOutcome.Passed($"{release.Packed.Count} packages in artifacts/publish/packages, hashes in artifacts/publish/SHA256SUMS");
    }
}
