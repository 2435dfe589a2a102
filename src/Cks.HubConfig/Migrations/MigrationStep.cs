using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The way from one version of the form to the next, and back. Once released it never changes: documents that were carried by it are in the world.</summary>
/// <param name="From">The older version.</param>
/// <param name="Operations">What changes, in order; the way back is made of them in reverse.</param>
internal sealed record MigrationStep(int From, IReadOnlyList<MigrationOperation> Operations)
{
    public int To => From + 1;

    /// <summary>The whole step in words, one operation a line.</summary>
    public string Definition => string.Join('\n', Operations.Select(o => o.Definition));

    public void Up(MigrationTree root, bool isPartial, DiagnosticBag diagnostics)
    {
        var run = new MigrationRun(root, To, isPartial, diagnostics);
        run.Open();
        foreach (var operation in Operations)
            operation.Up(run);
        CarryLocks(root);
        SetVersion(root, To);
    }

    public void Down(MigrationTree root, DiagnosticBag diagnostics)
    {
        var run = new MigrationRun(root, To, isPartial: false, diagnostics);
        run.Open();
        foreach (var operation in Operations.Reverse())
            operation.Down(run);
        SetVersion(root, From);
    }

    private void CarryLocks(MigrationTree root)
    {
        if (!root.TryGet(LayerDirectives.Lock, out var locks) || locks.Kind != JsonValueKind.Array)
            return;
        root.Set(LayerDirectives.Lock, MigrationTree.OfList(locks.Origin, locks.Items.SelectMany(item => item is { Kind: JsonValueKind.String, Text: { } pointer }
            ? Operations.Aggregate((IEnumerable<string>)[pointer], (pointers, operation) => pointers.SelectMany(operation.Lock)).Select(p => MigrationTree.OfText(p, item.Origin))
            : [item])));
    }

    private static void SetVersion(MigrationTree root, int version)
    {
        var written = root.TryGet(HubVersion.Property, out var old) ? old.Origin : root.Origin;
        root.SetFirst(HubVersion.Property, MigrationTree.OfNumber(version.ToString(CultureInfo.InvariantCulture), written));
    }
}
