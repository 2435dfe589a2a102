namespace Cks.Publish;

/// <summary>Writes for each package what is in it, from what was restored, for the packing to take in.</summary>
internal sealed class SbomStage : IStage
{
    public string Name => "sbom";

    /// <summary>Path of the document in a package.</summary>
    public const string PathInPackage = "_manifest/spdx_2.3/manifest.spdx.json";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(release.Sboms);
        var faults = new List<string>();
        foreach (var assets in release.Projects.Select(release.Assets))
        {
            var document = SpdxWriter.Write(release, assets, sha512: null);
            faults.AddRange(SpdxCheck.Faults(document).Select(f => $"{assets.Project}: {f}"));
            await File.WriteAllBytesAsync(Path.Combine(release.Sboms, $"{assets.Project}.spdx.json"), document, cancellationToken);
        }

        return faults.Count > 0 ? StageOutcome.Refused("a document is not SPDX 2.3", faults) : StageOutcome.Passed($"{release.Projects.Count} documents, SPDX 2.3");
    }
}
