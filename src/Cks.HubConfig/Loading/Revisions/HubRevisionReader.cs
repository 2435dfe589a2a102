using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Reads a revision of the store, as <see cref="HubRevision"/> made it. All of it is one revision: a layer of a tenant that cannot be used is refused with it, before anybody has it.</summary>
internal static class HubRevisionReader
{
    public static LoadResult<HubDocuments> Read(string name, ReadOnlyMemory<byte> bundle, HubTargets? targets, Policy policy)
    {
        var findings = new DiagnosticBag();
        if (FilesOf(bundle.Span) is not { } files)
        {
            findings.Add(CksCodes.HubDocument, SourceLocation.Whole(name), "This is not a revision of hub documents.", "Make it with HubRevision.Of.");
            return LoadResult<HubDocuments>.From(null, findings);
        }

        var tenants = new Dictionary<string, TenantLayers>(StringComparer.Ordinal);
        foreach (var file in files.Where(f => f.Kind == HubLayerKind.Tenant))
            if (HubLayers.Read(file, findings) is { } layer && !tenants.TryAdd(file.Role, TenantLayers.None(file.Role).With(layer, file)))
                findings.Add(CksCodes.HubDocument, SourceLocation.Whole(file.Name), "The tenant has a layer already.", "Keep one of the two.");
        return LoadResult<HubDocuments>.From(new HubCompiler(new(), targets, policy).Compile(files, tenants, findings), findings);
    }

    private static IReadOnlyList<HubFile>? FilesOf(ReadOnlySpan<byte> bundle)
    {
        try
        {
            var files = HubBundle.Read(bundle);
            return files.All(f => !f.IsStale && (f.Kind is HubLayerKind.Base or HubLayerKind.Environment ? f.Role.Length == 0 : f.Kind == HubLayerKind.Role || (f.Kind == HubLayerKind.Tenant && NamePattern.IsName(f.Role)))) ? files : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
