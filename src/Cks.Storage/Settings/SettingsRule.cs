using System.Text;
using Cks.Core;

namespace Cks.Storage;

/// <summary>Settings fit the schema, set marked keys only, and a change of a sensitive one waits for a second person (S16).</summary>
internal sealed class SettingsRule(SettingsSchema schema) : IRevisionRule
{
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
        // In force since an earlier schema and not readable by this one: nobody can say what changes, so somebody looks.
        if (before is null)
            return new(schema.Keys.Any(k => k.IsSensitive), "");
        var (changed, gains) = (schema.Changed(before, result.Value), new StringBuilder());
        foreach (var key in changed)
            gains.Append(gains.Length == 0 ? "" : "\n").Append(key.Path).Append(": ").Append(before.Values.GetValueOrDefault(key.Path) ?? "-").Append(" -> ").Append(result.Value.Values.GetValueOrDefault(key.Path) ?? "-");
        return new(changed.Any(k => k.IsSensitive), gains.ToString());
    }
}
