using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>The contractor's hub out of one kind of source, and a way to write another document there.</summary>
internal sealed class SourceWorld : IDisposable
{
    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");

    private readonly TemporaryFolder _folder = new();
    private readonly InMemoryRevisionStore _revisions = new();
    private readonly Func<byte[], Task<IReadOnlyList<Diagnostic>>> _write;
    private byte[] _document = Portal.Contractor;

    public SourceWorld(string kind)
    {
        switch (kind)
        {
            case "file":
                _folder.Write("contractor.v1.json", _document);
                Catalog = Portal.Catalog(_folder.Root);
                _write = utf8 =>
                {
                    _folder.Write("contractor.v1.json", utf8);
                    return Reload();
                };
                break;
            case "memory":
                // The role's own document says little; the rest is a layer above it, which the application gives anew each time.
                Catalog = new(new() { Roles = [HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Portal.Contractor })], Environment = [HubSource.Memory("environment", () => Layer())] }, null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);
                _write = utf8 =>
                {
                    _document = utf8;
                    return Reload();
                };
                break;
            case "http":
                Catalog = new(
                    new() { Roles = [HubSource.Http("https://config.example/{role}.json", ["contractor"], new() { Handler = new Answers(_ => Answers.Of(_document)) })] }, null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);
                _write = utf8 =>
                {
                    _document = utf8;
                    return Reload();
                };
                break;
            default:
                var source = SnapshotSource<HubDocuments>.Revisions(_revisions, RevisionDocuments.Hubs, (name, utf8) => HubRevisionReader.Read(name, utf8, Portal.Targets, Portal.Policy));
                Add(_document);
                Catalog = new(Portal.Targets, Portal.Policies(Portal.Capabilities), SnapshotLoader<HubDocuments>.Start(source));
                _write = utf8 =>
                {
                    // Past the publisher, which would not take it: somebody who may write to the table.
                    Add(utf8);
                    return Reload();
                };
                break;
        }
    }

    public HubCatalog Catalog { get; }

    /// <summary>The first finding of what becomes of it.</summary>
    public async Task<Diagnostic> WriteAsync(byte[] utf8) => (await _write(utf8))[0];

    public void Dispose() => _folder.Dispose();

    private ReadOnlyMemory<byte> Layer() => ReferenceEquals(_document, Portal.Contractor) ? "{\"schemaVersion\":2}"u8.ToArray() : _document;

    private Task<IReadOnlyList<Diagnostic>> Reload() => Task.FromResult(Catalog.TryReload().Diagnostics);

    private void Add(byte[] utf8) => _revisions.ChangeAsync(
        RevisionDocuments.Hubs,
        head => RevisionChange.Add(new(RevisionDocuments.Hubs, head.Sequence + 1, HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = utf8 }), Ann, DateTimeOffset.UnixEpoch) { Reason = "r" })).AsTask().GetAwaiter().GetResult();
}
