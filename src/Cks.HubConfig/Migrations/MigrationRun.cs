using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>One step on its way over one document or layer.</summary>
/// <param name="root">The document.</param>
/// <param name="version">The higher version of the step, by which what cannot be said is preserved.</param>
/// <param name="isPartial">Whether it is a layer: what is not there may stand in another one.</param>
/// <param name="diagnostics">Receives CKS407.</param>
internal sealed class MigrationRun(MigrationTree root, int version, bool isPartial, DiagnosticBag diagnostics)
{
    // Nothing is lost by it, so that it stops nobody.
    private static readonly CksCode Unheld = CksCodes.HubMigration with { Severity = DiagnosticSeverity.Warning };

    private readonly string _key = version.ToString(CultureInfo.InvariantCulture);
    private Dictionary<string, MigrationTree> _found = [];

    public MigrationTree Root => root;

    public bool IsPartial => isPartial;

    /// <summary>Takes out of the document what the last step the other way has preserved.</summary>
    public void Open()
    {
        if (!root.TryGet(MigrationTree.Preserved, out var all) || !all.TryGet(_key, out var mine))
            return;
        _found = mine.Members.ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        all.Remove(_key);
        if (all.Members.Count == 0)
            root.Remove(MigrationTree.Preserved);
    }

    /// <summary>What was preserved of a place.</summary>
    public bool TryFind(string place, [NotNullWhen(true)] out MigrationTree? value) => _found.TryGetValue(place, out value);

    /// <summary>Preserves what the version that is made cannot say.</summary>
    public void Preserve(string place, MigrationTree value)
    {
        if (!root.TryGet(MigrationTree.Preserved, out var all) || all.Kind != JsonValueKind.Object)
            root.Set(MigrationTree.Preserved, all = MigrationTree.OfObject(null));
        if (!all.TryGet(_key, out var mine) || mine.Kind != JsonValueKind.Object)
            all.Set(_key, mine = MigrationTree.OfObject(null));
        mine.Set(place, value);
    }

    /// <summary>Gives a property another name and value; one that has the name already is never lost.</summary>
    public void Rename(MigrationTree around, string old, string name, MigrationTree value)
    {
        if (old != name && around.TryGet(old, out var written) && around.TryGet(name, out _))
            Refuse(written, $"\"{old}\" becomes \"{name}\", which is there already.", "Keep one of the two.");
        else
            around.Replace(old, name, value);
    }

    /// <summary>Says that a value which held something off is kept for the way back, and holds nothing meanwhile.</summary>
    public void Warn(string name, MigrationTree value) => diagnostics.Add(
        Unheld, value.Origin is { } origin ? origin.NamePlace : SourceLocation.Whole(""), $"Version {version - 1} cannot say \"{name}\": a host that reads it has the document as if it were not there.",
        "Switch off what it holds off, by words of that version, before such a host gets the document.");

    /// <summary>Says that a value cannot be carried to the other version.</summary>
    public void Refuse(MigrationTree value, string message, string fix) =>
        diagnostics.Add(CksCodes.HubMigration, value.Origin is { } origin ? origin : SourceLocation.Whole(""), message, fix);
}
