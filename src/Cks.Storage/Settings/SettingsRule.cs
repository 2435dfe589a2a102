using System.Globalization;
using Cks.Core;

namespace Cks.Storage;

/// <summary>Settings fit the schema, set marked keys only, and a change of a sensitive one waits for a second person (S16).</summary>
internal sealed class SettingsRule(SettingsSchema schema) : IRevisionRule
{
    private const int LongestValue = 200;

    private static readonly RuntimeSettings None = new(new Dictionary<string, string>());

    public string Document => RevisionDocuments.Settings;

    public RevisionVerdict Judge(ReadOnlyMemory<byte> inForce, ReadOnlyMemory<byte> candidate, SnapshotProvenance provenance, DiagnosticBag findings)
    {
        var result = schema.ReadSettings(Document, candidate);
        foreach (var finding in result.Diagnostics)
            findings.Add(finding);
        if (!result.IsLoaded)
            return default;
        var before = inForce.IsEmpty ? None : schema.ReadSettings(Document, inForce) is { IsLoaded: true } current ? current.Value : null;
        // In force since an earlier schema and not readable by this one: nobody can say what changes, so somebody looks at everything.
        var changed = before is null ? [.. schema.Keys.OrderBy(k => k.Path, StringComparer.Ordinal)] : schema.Changed(before, result.Value);
        // What the second person is there for stands first, where nothing is cut away.
        var lines = changed.OrderBy(k => !k.IsSensitive).Select(k => Line(k, before, result.Value)).ToArray();
        var isSensitive = changed.Any(k => k.IsSensitive);
        if (isSensitive && lines.Take(changed.Count(k => k.IsSensitive)).Sum(l => l.Length + 1) > Revision.LongestGains)
            findings.Add(CksCodes.RuntimeKey, SourceLocation.Whole(Document), "More sensitive keys change than a second person is shown.", "Change them by several revisions.");
        return new(isSensitive, string.Join('\n', lines));
    }

    private static string Line(SettingKey key, RuntimeSettings? before, RuntimeSettings after) => $"{key.Path}: {(before is null ? "?" : Shown(key, before))} -> {Shown(key, after)}";

    // One line a key: a value can neither write one of its own nor push the next one out.
    private static string Shown(SettingKey key, RuntimeSettings settings) => settings.Values.GetValueOrDefault(key.Path) is not { } value ? "-"
        : value.Length <= LongestValue ? DiagnosticText.Printable(value)
        : string.Create(CultureInfo.InvariantCulture, $"{DiagnosticText.Printable(value[..LongestValue])}... ({value.Length} characters)");
}
