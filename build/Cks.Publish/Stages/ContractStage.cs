namespace Cks.Publish;

/// <summary>Holds every packed file to the contract, and the set of them to the projects that are published.</summary>
internal sealed class ContractStage : IStage
{
    public string Name => "contract";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        // What a package holds now, to be looked at and copied over the approved list.
        var received = Directory.CreateDirectory(Path.Combine(release.Work, "received")).FullName;
        foreach (var package in release.Packed)
            await File.WriteAllTextAsync(Path.Combine(received, $"{package.Id}.txt"), string.Concat(package.Files.Select(f => f + '\n')), cancellationToken);

        var terms = ContractTerms.Of(release);
        string[] faults =
        [
            .. release.Projects.Select(p => Path.GetFileNameWithoutExtension(p)!).Except(terms.Siblings).Select(p => $"{p}: was not packed"),
            .. terms.Approved.Keys.Except(terms.Siblings).Order(StringComparer.Ordinal).Select(p => $"{p}: is approved in build/approved and was not packed"),
            .. release.Packed.SelectMany(p => PackageContract.Faults(p, terms)),
        ];
        return faults.Length > 0 ? StageOutcome.Refused("a package does not keep the contract (its files are listed in artifacts/publish/received)", faults) : StageOutcome.Passed($"{release.Packed.Count} packages keep it");
    }
}
