using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Which version of the form a document or layer is of. It is said, never guessed from what stands in it.</summary>
internal static class HubVersion
{
    public const string Property = "schemaVersion";

    /// <summary>The version; <see langword="null"/> when this runtime does not read it, which is reported.</summary>
    public static int? Of(SourceNode root, DiagnosticBag diagnostics)
    {
        if (!root.TryGet(Property, out var node))
            return HubSchema.OldestVersion;
        var (oldest, current) = (HubSchema.OldestVersion, HubSchema.CurrentVersion);
        if (node.Kind != JsonValueKind.Number || !int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            diagnostics.Add(CksCodes.HubVersion, node, "This is no version of a hub document.", $"Write a whole number from {oldest} to {current}.");
        else if (version > current)
            diagnostics.Add(CksCodes.HubVersion, node, $"The document is of version {version}; this runtime reads {oldest} to {current}.", $"Update the application, or carry the document back with a newer tool: cks hub migrate --to {current}.");
        else if (version < oldest)
            diagnostics.Add(CksCodes.HubVersion, node, $"The document is of version {version}; this runtime reads {oldest} to {current}.", $"Write a version from {oldest} to {current}.");
        else
            return version;
        return null;
    }
}
