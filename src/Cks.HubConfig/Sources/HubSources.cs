using System.Text;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Where the layers of hubs come from: sources of any kind, put together.</summary>
internal sealed record HubSources
{
    /// <summary>Documents that all hubs share, below the roles' own.</summary>
    public IReadOnlyList<HubSource> Base { get; init; } = [];

    /// <summary>The roles' documents.</summary>
    public IReadOnlyList<HubSource> Roles { get; init; } = [];

    /// <summary>Documents of this environment.</summary>
    public IReadOnlyList<HubSource> Environment { get; init; } = [];

    /// <summary>The tenants' documents.</summary>
    public IReadOnlyList<HubSource> Tenants { get; init; } = [];

    /// <summary>Tenants that have a document, whatever the sources say.</summary>
    public IReadOnlyList<string> Listed { get; init; } = [];

    /// <summary>Roles that have a document, whatever the sources say.</summary>
    public IReadOnlyList<string> ListedRoles { get; init; } = [];

    /// <summary>Documents of roles that give a screen, and no right, where none of the others can be used at a start.</summary>
    public HubSource? BuiltIn { get; init; }

    /// <summary>Whether hubs are made of layers; else a role's document is read as it is.</summary>
    public bool HasLayers => Base.Count + Environment.Count + Tenants.Count > 0;

    /// <summary>Those of another machine.</summary>
    public HubRound Remote => new([.. Base.Concat(Roles).Concat(Environment).OfType<HttpHubSource>().SelectMany(s => s.Downloads)], [.. Tenants.OfType<HttpHubSource>().SelectMany(s => s.Downloads)]);

    /// <summary>The folders that files stand in.</summary>
    public IReadOnlyList<string> Folders(string? root) => [.. Base.Concat(Roles).Concat(Environment).Concat(Tenants).Select(s => s.FolderIn(root)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>All documents. What cannot be read is reported, but for tenants': those are told apart, because each of them is its own tenant's alone.</summary>
    public IReadOnlyList<HubFile> Read(string? root, DiagnosticBag diagnostics, Action<string, IReadOnlyList<Diagnostic>> unreadable)
    {
        var reading = new HubReading(diagnostics, unreadable);
        Read(HubLayerKind.Base, Base);
        Read(HubLayerKind.Role, Roles);
        Read(HubLayerKind.Environment, Environment);
        Read(HubLayerKind.Tenant, Tenants);
        return reading.Files;

        void Read(HubLayerKind kind, IReadOnlyList<HubSource> sources)
        {
            foreach (var source in sources)
                source.Read(kind, root, reading);
        }
    }

    /// <summary>What stands at the sources, good or not, as bytes that are the same while it is.</summary>
    public ReadOnlyMemory<byte> Fetch(string? root)
    {
        var (findings, text) = (new DiagnosticBag(), new StringBuilder());
        var files = Read(root, findings, (tenant, why) => text.Append(tenant).Append('\n').AppendJoin('\n', why.Select(Mark)).Append('\n'));
        text.AppendJoin('\n', findings.Select(Mark));
        return text.Length == 0 ? HubBundle.Write(files) : (byte[])[.. HubBundle.Write(files).Span, .. Encoding.UTF8.GetBytes(text.ToString())];

        // Not the words: a document that is away is away, for whatever reason is told this time.
        static string Mark(Diagnostic finding) => $"{finding.Code} {finding.Location}";
    }
}
