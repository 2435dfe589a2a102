using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The way of options from older versions of a widget type to the one that is provided.</summary>
internal sealed class OptionMigrations
{
    private const int MostMigrations = 50;
    private const int MostSteps = 100;

    // They are added to the options of each widget (S30).
    private const int MostDefaults = 4_096;

    private readonly (SemanticVersion From, SemanticVersion To, IReadOnlyList<OptionStep> Steps)[] _migrations;

    private OptionMigrations((SemanticVersion, SemanticVersion, IReadOnlyList<OptionStep>)[] migrations) => _migrations = migrations;

    /// <summary>Reads the migrations of a type, which must lead to its version without a gap.</summary>
    /// <param name="migrations">They, the oldest first.</param>
    /// <param name="version">The version of the type.</param>
    /// <param name="report">Receives what is wrong, and how it is mended.</param>
    public static OptionMigrations Read(IReadOnlyList<WidgetMigration> migrations, SemanticVersion version, Action<string, string> report)
    {
        var read = new List<(SemanticVersion From, SemanticVersion To, IReadOnlyList<OptionStep> Steps)>();
        if (migrations.Count > MostMigrations || migrations.Any(m => m.Steps.Count > MostSteps))
            report($"There are more than {MostMigrations} migrations, or one has more than {MostSteps} steps.", "Leave out the oldest.");
        foreach (var migration in migrations)
        {
            if (!SemanticVersion.TryParse(migration.From, isPartial: false, out var from) || !SemanticVersion.TryParse(migration.To, isPartial: false, out var to) || from.CompareTo(to) >= 0)
                report($"The migration from \"{migration.From}\" to \"{migration.To}\" leads to no later version.", "Write both as major.minor.patch.");
            else if (read is [.., var last] && last.To != from)
                report($"The migration from {from} does not go on where the one before it ends, at {last.To}.", "Write them the oldest first, each from where the one before it ends.");
            else
                read.Add((from, to, migration.Steps));
            if (migration.Steps.Any(s => (s.Kind == OptionStepKind.Rename && s.Name == s.Option) || s.Values.Values.Any(v => v is null)))
                report($"The migration from \"{migration.From}\" gives an option its own name, or a text nothing in its place.", "Take the step out.");
            foreach (var step in migration.Steps)
                foreach (var name in (string[])[step.Option, .. step.Kind == OptionStepKind.Rename ? (string[])[step.Name] : []])
                    if (name is null || !HubName.IsWellFormed(name))
                        report($"\"{name}\" is not the name of an option.", HubName.Form);
        }

        if (migrations.SelectMany(m => m.Steps).Sum(s => s.Length) > MostDefaults)
            report($"The defaults of all migrations have more than {MostDefaults} bytes.", "Let what draws the widget have them.");
        if (read is [.., var newest] && (newest.To.CompareTo(version) > 0 || !VersionRange.From(newest.To).Admits(version)))
            report($"The migrations lead to {newest.To}, and the version of the type is {version}.", "Let the last one lead to the version that changed the options as they are now.");
        return new([.. read]);
    }

    /// <summary>Whether they lead from what a document was written for to the version that is provided.</summary>
    public bool Lead(VersionRange written) => FirstOf(written) >= 0;

    /// <summary>The options as the version that is provided takes them.</summary>
    /// <param name="options">Those of a widget.</param>
    /// <param name="written">What the document was written for.</param>
    /// <param name="conflicts">Receives what could not be renamed, because there is one of that name.</param>
    public IReadOnlyDictionary<string, SourceNode> Carry(IReadOnlyDictionary<string, SourceNode> options, VersionRange written, ICollection<SourceNode> conflicts)
    {
        var carried = new SortedList<string, SourceNode>(StringComparer.Ordinal);
        foreach (var (name, value) in options)
            carried.Add(name, value);
        foreach (var step in _migrations.Skip(FirstOf(written)).SelectMany(m => m.Steps))
            if (step.Apply(carried) is { } conflict)
                conflicts.Add(conflict);
        return carried.AsReadOnly();
    }

    private int FirstOf(VersionRange written) => Array.FindIndex(_migrations, m => written.Least.CompareTo(m.From) >= 0 && written.Least.CompareTo(m.To) < 0);
}
