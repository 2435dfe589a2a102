using System.Text;

namespace Cks.Publish;

/// <summary>Says which public members came and went since the tag before, and writes the release notes.</summary>
internal sealed class ApiDiffStage : IStage
{
    public string Name => "api";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        var tags = SourceStage.Versions((await Shell.GitAsync(release.Source, ["tag", "--merged", "HEAD"], cancellationToken)).Text);
        var previous = tags.Where(t => t < release.Version && (release.Version.IsPrerelease || !t.IsPrerelease)).Max();
        var names = release.Projects.Select(p => Path.GetFileNameWithoutExtension(p)!).ToArray();
        var now = new SortedDictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var before = new SortedDictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            now[name] = await PublicApi.ReadAsync(release.Source, "HEAD", name, cancellationToken);
            before[name] = previous is null ? new HashSet<string>() : await PublicApi.ReadAsync(release.Source, $"v{previous}", name, cancellationToken);
        }

        var lines = previous is null ? [] : names.SelectMany(n => PublicApi.Diff(n, before[n], now[n])).ToArray();
        await WriteNotesAsync(release, previous is null ? null : $"v{previous}", lines, cancellationToken);
        var members = now.Values.Sum(m => m.Count);
        return previous is null
            ? StageOutcome.Passed($"{members} public members, and no version before this one")
            : StageOutcome.Passed($"{lines.Count(l => l.StartsWith('+'))} members added and {lines.Count(l => l.StartsWith('-'))} removed since v{previous}, of {members}", lines);
    }

    private static async Task WriteNotesAsync(Release release, string? previous, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        var notes = new StringBuilder($"# Cks {release.Version}\n\n{Changelog.Section(await File.ReadAllTextAsync(Path.Combine(release.Source, "CHANGELOG.md"), cancellationToken), release.Version)}\n");
        if (previous is not null)
            notes.Append(lines.Count == 0 ? $"\nThe public API is that of {previous}.\n" : $"\n## Public API since {previous}\n\n```diff\n{string.Join('\n', lines)}\n```\n");
        await File.WriteAllTextAsync(Path.Combine(release.Work, "release-notes.md"), notes.ToString(), cancellationToken);
    }
}
