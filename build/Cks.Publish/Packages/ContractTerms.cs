namespace Cks.Publish;

/// <summary>What the packages of one release have in common, and what was approved for each.</summary>
/// <param name="Version">The one version.</param>
/// <param name="Commit">The commit they were built from.</param>
/// <param name="RepositoryUrl">Where it is; <see langword="null"/> when they name none.</param>
/// <param name="Siblings">Ids of the packages of the suite.</param>
/// <param name="ReleaseNotes">The section of the changes.</param>
/// <param name="Approved">The approved files by id.</param>
internal sealed record ContractTerms(
    string Version, string Commit, string? RepositoryUrl, IReadOnlySet<string> Siblings, string ReleaseNotes, IReadOnlyDictionary<string, IReadOnlyList<string>> Approved)
{
    /// <summary>The terms of a release, from its clone.</summary>
    public static ContractTerms Of(Release release)
    {
        var folder = Path.Combine(release.Source, "build", "approved");
        return new(
            release.Version.ToNormalizedString(),
            release.Commit,
            release.RepositoryUrl,
            release.Packed.Select(p => p.Id).ToHashSet(StringComparer.Ordinal),
            Changelog.Section(File.ReadAllText(Path.Combine(release.Source, "CHANGELOG.md")), release.Version),
            Directory.Exists(folder)
                ? Directory.GetFiles(folder, "*.txt").ToDictionary(f => Path.GetFileNameWithoutExtension(f)!, f => (IReadOnlyList<string>)[.. File.ReadLines(f)], StringComparer.Ordinal)
                : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
    }
}
