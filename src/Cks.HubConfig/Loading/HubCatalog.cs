using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>The hub documents in use. Readers never lock and see one revision of all documents; a revision with a mistake in any document never replaces a good one. Thread-safe.</summary>
public sealed class HubCatalog
{
    private readonly IReadOnlyList<HubFolder> _folders;
    private readonly string? _root;
    private readonly SnapshotStore<Policy> _policies;
    private readonly SnapshotLoader<HubDocuments> _loader;

    /// <summary>Loads the documents; throws <see cref="CksConfigurationException"/> with the findings of all files.</summary>
    internal HubCatalog(
        IReadOnlyList<HubFolder> folders, string? root, HubTargets targets, SnapshotStore<Policy> policies, Func<SnapshotSource<HubDocuments>, SnapshotLoader<HubDocuments>>? start)
    {
        (_folders, _root, Targets, _policies) = (folders, root, targets, policies);
        var source = new SnapshotSource<HubDocuments>(Read, Restore);
        _loader = start is null ? SnapshotLoader<HubDocuments>.Start(source) : start(source);
    }

    /// <summary>Documents that somebody else loads: those of a store of revisions.</summary>
    internal HubCatalog(HubTargets targets, SnapshotStore<Policy> policies, SnapshotLoader<HubDocuments> loader) => (_folders, Targets, _policies, _loader) = ([], targets, policies, loader);

    /// <summary>The revision in use.</summary>
    public Snapshot<HubDocuments> Documents => Store.Current;

    /// <summary>Holds the revisions: to listen, to roll back, to see what was refused.</summary>
    public SnapshotStore<HubDocuments> Store => _loader.Store;

    internal HubTargets Targets { get; }

    /// <summary>The document of a role with the version of the set it belongs to; <see langword="null"/> when the role has none.</summary>
    public Snapshot<HubDefinition>? Current(string role)
    {
        var documents = Documents;
        return documents.Value.Find(role) is { } hub ? new(hub, documents.Version, documents.ActivatedAt) { Provenance = documents.Provenance } : null;
    }

    /// <summary>
    /// Reads all files again and checks them against the policy in use now. They come into use together or not at all; the result holds the findings of all files.
    /// </summary>
    public LoadResult<HubDocuments> TryReload() => _loader.Reload().Result;

    /// <summary>Reads a revision of the store, as <see cref="HubRevision"/> made it.</summary>
    internal static LoadResult<HubDocuments> ReadRevision(string name, ReadOnlyMemory<byte> bundle, HubTargets targets, Policy policy)
    {
        var findings = new DiagnosticBag();
        try
        {
            return Compile(HubBundle.Read(bundle.Span), findings, targets, policy);
        }
        catch (FormatException)
        {
            findings.Add(CksCodes.HubDocument, SourceLocation.Whole(name), "This is not a revision of hub documents.", "Make it with HubRevision.Of.");
            return LoadResult<HubDocuments>.From(null, findings);
        }
    }

    private SnapshotCandidate<HubDocuments> Read()
    {
        var findings = new DiagnosticBag();
        HubFile[] files = [.. _folders.SelectMany(f => f.Read(_root, findings))];
        return new(Compile(files, findings), HubBundle.Write(files));
    }

    private LoadResult<HubDocuments> Restore(ReadOnlyMemory<byte> bundle) => Compile(HubBundle.Read(bundle.Span), new());

    private LoadResult<HubDocuments> Compile(IEnumerable<HubFile> files, DiagnosticBag findings) => Compile(files, findings, Targets, _policies.Current.Value);

    private static LoadResult<HubDocuments> Compile(IEnumerable<HubFile> files, DiagnosticBag findings, HubTargets targets, Policy policy)
    {
        var validator = new HubValidator(targets, policy);
        validator.ValidateTargets(findings);
        var hubs = new Dictionary<string, HubDefinition>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (HubDefinitionReader.Read(file.Name, file.Utf8, findings) is not { } hub)
                continue;
            validator.Validate(hub, findings);
            if (hub.Metadata.Role.Length > 0 && hub.Metadata.Role != file.Role)
                findings.Add(CksCodes.HubDocument, hub.Locate("metadata", "role"), $"The file is the hub of \"{file.Role}\", the document that of \"{hub.Metadata.Role}\".", "Make the two equal.");
            if (!hubs.TryAdd(file.Role, hub))
                findings.Add(CksCodes.HubDocument, SourceLocation.Whole(file.Name), $"The role \"{file.Role}\" has a hub document already.", "Keep one of the two.");
        }

        return LoadResult<HubDocuments>.From(new(hubs), findings);
    }
}
