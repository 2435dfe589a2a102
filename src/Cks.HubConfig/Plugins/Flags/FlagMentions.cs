using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Wherever a document names a feature or flag.</summary>
internal static class FlagMentions
{
    /// <summary>The names, each with the first place; that of a declaration, where there is one.</summary>
    public static IReadOnlyDictionary<string, SourcePlace> Of(IEnumerable<SourceNode> documents)
    {
        var found = new SortedDictionary<string, SourcePlace>(StringComparer.Ordinal);
        SourceNode[] all = [.. documents];
        foreach (var document in all)
            foreach (var section in (ReadOnlySpan<string>)["features", "flags"])
                if (document.TryGet(section, out var declared))
                    foreach (var entry in declared.Properties.Values.Where(e => e.Kind == JsonValueKind.Object))
                        found.TryAdd(entry.Name, entry.NamePlace);
        // Flags and experiments have names of their own, which may be those of anything; settings of features are the application's.
        foreach (var section in all.SelectMany(d => d.Properties.Values).Where(s => s.Name != "features"))
            if (section.Name is "flags" or "experiments")
                foreach (var entry in section.Properties.Values)
                    Collect(entry, found);
            else
                Collect(section, found);
        return found;
    }

    private static void Collect(SourceNode node, SortedDictionary<string, SourcePlace> found)
    {
        foreach (var child in node.Children)
            if (child is { Kind: JsonValueKind.String, Text: { } text } && (child.Name is "feature" or "flag" || (node.Kind == JsonValueKind.Array && node.Name == "prerequisites")))
                found.TryAdd(text, child);
            else if (node.Kind != JsonValueKind.Object || child.Name != "options")
                Collect(child, found);
    }
}
