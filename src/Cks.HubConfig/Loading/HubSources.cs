using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Where the layers of hubs come from.</summary>
internal sealed record HubSources
{
    /// <summary>Documents that all hubs share, below the roles' own.</summary>
    public IReadOnlyList<string> Base { get; init; } = [];

    /// <summary>Folders of the roles' documents.</summary>
    public IReadOnlyList<HubFolder> Roles { get; init; } = [];

    /// <summary>Documents of this environment.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Folders of the tenants' documents.</summary>
    public IReadOnlyList<HubFolder> Tenants { get; init; } = [];

    /// <summary>Tenants that have a document, whatever the folder says.</summary>
    public IReadOnlyList<string> Listed { get; init; } = [];

    /// <summary>Whether hubs are made of layers; else a role's document is read as it is.</summary>
    public bool HasLayers => Base.Count + Environment.Count + Tenants.Count > 0;

    /// <summary>All files. What cannot be read is reported, but for tenants': those are told apart, because each of them is its own tenant's alone.</summary>
    public IReadOnlyList<HubFile> Read(string? root, DiagnosticBag diagnostics, Action<string, IReadOnlyList<Diagnostic>> unreadable)
    {
        List<HubFile> files = [.. Base.Select(path => One(HubLayerKind.Base, path)).OfType<HubFile>()];
        foreach (var folder in Roles)
            files.AddRange(folder.Read(root, diagnostics, (_, findings) => Report(findings)));
        files.AddRange(Environment.Select(path => One(HubLayerKind.Environment, path)).OfType<HubFile>());
        foreach (var folder in Tenants)
            files.AddRange(folder.Read(root, diagnostics, unreadable));
        return files;

        HubFile? One(HubLayerKind kind, string path)
        {
            try
            {
                return new("", path, DocumentFile.Read(path, root)) { Kind = kind };
            }
            catch (CksConfigurationException e)
            {
                Report(e.Diagnostics);
                return null;
            }
        }

        void Report(IReadOnlyList<Diagnostic> findings)
        {
            foreach (var finding in findings)
                diagnostics.Add(finding);
        }
    }
}
