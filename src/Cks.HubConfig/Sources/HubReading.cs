using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The documents of all sources, as they are read. What cannot be read costs everybody the revision, but for a tenant's layer: that is its own tenant's alone.</summary>
internal sealed class HubReading(DiagnosticBag findings, Action<string, IReadOnlyList<Diagnostic>> unreadable)
{
    public List<HubFile> Files { get; } = [];

    public DiagnosticBag Findings => findings;

    /// <summary>Takes a document; a name that cannot be one is a finding (CKS203).</summary>
    public void Add(HubLayerKind kind, string name, string source, ReadOnlyMemory<byte> utf8)
    {
        if (IsNamed(kind) && !NamePattern.IsName(name))
            findings.Add(CksCodes.InvalidName, SourceLocation.Whole(source), $"\"{name}\" cannot stand for {(kind == HubLayerKind.Role ? NamePattern.RolePlace : NamePattern.TenantPlace)}.", "Use 1 to 64 of a-z, 0-9 and -.");
        else
            Files.Add(new(name, source, utf8) { Kind = kind });
    }

    public void Unreadable(HubLayerKind kind, string name, IReadOnlyList<Diagnostic> why)
    {
        if (kind == HubLayerKind.Tenant && NamePattern.IsName(name))
        {
            unreadable(name, why);
            return;
        }

        foreach (var finding in why)
            findings.Add(finding);
    }

    private static bool IsNamed(HubLayerKind kind) => kind is HubLayerKind.Role or HubLayerKind.Tenant;
}
