using System.Buffers;
using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>The hub documents in use. Readers never lock and see one revision of all documents; a revision with a mistake in any document never replaces a good one. Thread-safe.</summary>
public sealed class HubCatalog
{
    private readonly IReadOnlyList<HubFolder> _folders;
    private readonly string? _root;
    private readonly SnapshotStore<Policy> _policies;
    private readonly SnapshotStore<HubDocuments> _store;
    private readonly Lock _reloading = new();

    /// <summary>Loads the documents; throws <see cref="CksConfigurationException"/> with the findings of all files.</summary>
    internal HubCatalog(IReadOnlyList<HubFolder> folders, string? root, HubTargets targets, SnapshotStore<Policy> policies, TimeProvider? clock)
    {
        (_folders, _root, Targets, _policies, _store) = (folders, root, targets, policies, new(clock));
        TryReload().GetOrThrow();
    }

    /// <summary>The revision in use.</summary>
    public Snapshot<HubDocuments> Documents => _store.Current;

    internal HubTargets Targets { get; }

    /// <summary>The document of a role with the version of the set it belongs to; <see langword="null"/> when the role has none.</summary>
    public Snapshot<HubDefinition>? Current(string role)
    {
        var documents = Documents;
        return documents.Value.Find(role) is { } hub ? new(hub, documents.Version, documents.ActivatedAt) : null;
    }

    /// <summary>
    /// Reads all files again and checks them against the policy in use now. They come into use together or not at all; the result holds the findings of all files.
    /// </summary>
    public LoadResult<HubDocuments> TryReload()
    {
        // Reading is inside the lock as well: of two reloads the one that read later must win.
        lock (_reloading)
        {
            var diagnostics = new DiagnosticBag();
            var validator = new HubValidator(Targets, _policies.Current.Value);
            validator.ValidateTargets(diagnostics);
            var (hubs, content) = (new Dictionary<string, HubDefinition>(StringComparer.Ordinal), new ArrayBufferWriter<byte>());
            foreach (var file in _folders.SelectMany(f => f.Read(_root, diagnostics)))
            {
                content.Write(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file.Role}\n{file.Utf8.Length}\n")));
                content.Write(file.Utf8);
                if (HubDefinitionReader.Read(file.Name, file.Utf8, diagnostics) is not { } hub)
                    continue;
                validator.Validate(hub, diagnostics);
                if (hub.Metadata.Role.Length > 0 && hub.Metadata.Role != file.Role)
                    diagnostics.Add(CksCodes.HubDocument, hub.Locate("metadata", "role"), $"The file is the hub of \"{file.Role}\", the document that of \"{hub.Metadata.Role}\".", "Make the two equal.");
                if (!hubs.TryAdd(file.Role, hub))
                    diagnostics.Add(CksCodes.HubDocument, SourceLocation.Whole(file.Name), $"The role \"{file.Role}\" has a hub document already.", "Keep one of the two.");
            }

            var result = LoadResult<HubDocuments>.From(new(hubs), diagnostics);
            _store.TryActivate(result, content.WrittenSpan, out _);
            return result;
        }
    }
}
