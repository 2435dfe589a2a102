using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The steps between the versions of the form, and the way of a document over them. Whole documents go both ways, layers upward; a document of the version that is asked for is not touched.</summary>
internal static class HubMigrations
{
    /// <summary>How the name of an endpoint begins that was made of an address in version 1.</summary>
    public const string OwnEndpoint = "widget.";

    public static IReadOnlyList<MigrationStep> Steps { get; } =
    [
        // Version 2: one unit of time, an area in numbers, an endpoint by its name, what a part needs beside its target, flags and experiments.
        new(1,
        [
            new MapOperation(new("/dashboard/widgets/*/gridArea"), "area", new LinesToArea()),
            new MapOperation(new("/dashboard/widgets/*/refreshInterval"), "refreshSeconds", new MillisecondsToSeconds()),
            new RenameOperation(new("/dataFetching/caching/*/ttl"), "ttlSeconds"),
            new ReferOperation(new("/dashboard/widgets/*/dataSource"), "endpoint", new("/dataFetching/endpoints"), OwnEndpoint),
            DropOperation.Add("/navigation/sidebarItems/*/requires"),
            DropOperation.Add("/navigation/sidebarItems/*/feature"),
            DropOperation.Add("/navigation/quickActions/*/requires"),
            DropOperation.Add("/navigation/quickActions/*/feature"),
            DropOperation.Add("/dashboard/widgets/*/requires"),
            DropOperation.Add("/dashboard/widgets/*/feature"),
            DropOperation.Add("/flags"),
            DropOperation.Add("/experiments"),
            DropOperation.Add("/dashboard/widgets/*/options"),
            DropOperation.Add("/dashboard/widgets/*/compatible"),
            DropOperation.Add("/dashboard/widgets/*/plugin"),
            new StayOperation(new("/dashboard/widgets/*/use"), "A widget of a shared definition"),
            new StayOperation(new("/dashboard/widgets/*/children"), "A widget that holds others"),
            DropOperation.Add("/dashboard/definitions"),
            new NeedOperation(new("/dashboard/widgets/*/endpoint"), "A widget that reads no data", "use", "children"),
        ]),
    ];

    /// <summary>The document or layer in the current version; the node itself where it is of it. <see langword="null"/> when it cannot be carried there, which is reported.</summary>
    /// <param name="root">The document; its form is that of the version it says.</param>
    /// <param name="isPartial">Whether it is a layer.</param>
    /// <param name="diagnostics">Receives CKS406 and CKS407.</param>
    public static SourceNode? ToCurrent(SourceNode root, bool isPartial, DiagnosticBag diagnostics) => To(root, HubSchema.CurrentVersion, isPartial, diagnostics);

    /// <summary>The same to any version; to an older one only a whole document without findings.</summary>
    public static SourceNode? To(SourceNode root, int to, bool isPartial, DiagnosticBag diagnostics)
    {
        if (root.Kind != JsonValueKind.Object)
            SourceReader.Of(root, diagnostics);
        if (root.Kind != JsonValueKind.Object || HubVersion.Of(root, diagnostics) is not { } from)
            return null;
        if (from != to && !HasRoom(root, diagnostics))
            return null;
        var findings = new DiagnosticBag();
        var made = Carry(root, from, to, isPartial, findings);
        foreach (var finding in findings)
            diagnostics.Add(finding);
        return findings.HasErrors ? null : made;
    }

    /// <summary>Whether no list or map has more entries than are read: the operations look items up one by one.</summary>
    public static bool HasRoom(SourceNode root, DiagnosticBag diagnostics)
    {
        var isRoom = true;
        foreach (var place in root.Properties.Values.Where(p => p.Name != MigrationTree.Preserved).SelectMany(p => p.Name is "features" or "permissions" ? [p] : p.Properties.Values.Prepend(p)))
            if (place.Items.Count + place.Properties.Count is > HubDefinitionReader.MaxEntries and var entries)
            {
                diagnostics.Add(CksCodes.HubDocument, place, $"\"{place.Name}\" has {entries} entries; at most {HubDefinitionReader.MaxEntries} are read.", "Take entries out.");
                isRoom = false;
            }

        return isRoom;
    }

    /// <summary>The document with all that could be carried; the findings say what could not.</summary>
    public static SourceNode Carry(SourceNode root, int from, int to, bool isPartial, DiagnosticBag diagnostics)
    {
        if (from == to || root.Kind != JsonValueKind.Object)
            return root;
        var tree = MigrationTree.Of(root);
        for (; from < to; from++)
            Steps[from - HubSchema.OldestVersion].Up(tree, isPartial, diagnostics);
        for (; from > to; from--)
            Steps[from - 1 - HubSchema.OldestVersion].Down(tree, diagnostics);
        // The root is made of one that knows its file.
        return tree.ToSource("");
    }
}
