using System.Globalization;
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

    private static void SetVersion(MigrationTree root, int version)
    {
        var written = root.TryGet(HubVersion.Property, out var old) ? old.Origin : root.Origin;
        root.SetFirst(HubVersion.Property, MigrationTree.OfNumber(version.ToString(CultureInfo.InvariantCulture), written));
    }
}
