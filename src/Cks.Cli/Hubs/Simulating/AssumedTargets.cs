using System.Text.Json;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary>Targets of an application that is not known: every path and action that some document names, for everybody.</summary>
internal static class AssumedTargets
{
    public static HubTargets Of(IEnumerable<HubFile> files)
    {
        var (paths, actions) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var file in files)
            if (SourceDocument.Read(file.Name, file.Utf8, SourceDocumentOptions.ForFiles, new()) is { } root)
                Collect(root, paths, actions);
        var targets = paths.Aggregate(HubTargets.Empty, (t, path) => t.AddPage(path, HubTargets.NoCapability).AddDataSource(path, HubTargets.NoCapability));
        return actions.Aggregate(targets, (t, action) => t.AddAction(action, HubTargets.NoCapability));
    }

    private static void Collect(SourceNode node, HashSet<string> paths, HashSet<string> actions)
    {
        if (node is { Kind: JsonValueKind.String, Text: { } text })
        {
            if (HubPath.TryParse(text, out _))
                paths.Add(text);
            else if (node.Name == "action" && HubName.IsWellFormed(text))
                actions.Add(text);
        }

        foreach (var member in node.Kind == JsonValueKind.Object ? node.Properties.Values : node.Kind == JsonValueKind.Array ? node.Items : [])
            Collect(member, paths, actions);
    }
}
