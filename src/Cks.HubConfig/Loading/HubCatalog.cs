using System.Collections.Frozen;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.HubConfig;

/// <summary>
/// The hub documents in use. Readers never lock and see one revision of all documents; a revision with a mistake in any document that several tenants share never replaces a good one.
/// A mistake in the layer of a tenant costs that tenant its layer and nobody else anything: <see cref="TenantFaults"/> names it. Thread-safe.
/// </summary>
public sealed class HubCatalog
{
    private readonly HubSources _sources;
    private readonly string? _root;
    private readonly SnapshotStore<Policy> _policies;
    private readonly SecurityEvents? _events;
    private readonly SnapshotLoader<HubDocuments> _loader;

    // What is known before anything is loaded.
    private readonly HubsBefore _kept;

    // Made once: hubs are asked for with every decision.
    private readonly TenantWatch _report;
    private readonly ILogger _logger = NullLogger.Instance;

    /// <summary>Loads the documents; throws <see cref="CksConfigurationException"/> with the findings of all files.</summary>
    internal HubCatalog(
        HubSources sources, string? root, HubTargets targets, SnapshotStore<Policy> policies, Func<SnapshotSource<HubDocuments>, SnapshotLoader<HubDocuments>>? start, SecurityEvents? events = null, SnapshotFile? copy = null, ILoggerFactory? loggers = null)
    {
        (_sources, _root, Targets, _policies, _events, _report, Copy, Remote) = (sources, root, targets, policies, events, new(Report, Report, Report), copy, sources.Remote);
        _logger = loggers?.CreateLogger(typeof(HubCatalog).Namespace!) ?? _logger;
        _kept = HubsBefore.Of(copy, sources.ListedRoles);
        Source = new SnapshotSource<HubDocuments>(Read, Restore);
        if (sources.BuiltIn is { } builtIn)
        {
            Func<LoadResult<HubDocuments>> carried = () => ReadBuiltIn(builtIn, root, targets, policies.Current.Value);
            // A mistake in it is found now, and not when nothing else is left.
            carried().GetOrThrow();
            Source = Source.WithBuiltIn(carried);
        }

        Ask();
        _loader = start is null ? SnapshotLoader<HubDocuments>.Start(Source) : start(Source);
        Store.Subscribe(Forget);
    }

    /// <summary>Documents that somebody else loads: those of a store of revisions.</summary>
    internal HubCatalog(HubTargets targets, SnapshotStore<Policy> policies, SnapshotLoader<HubDocuments> loader, ILoggerFactory? loggers = null)
    {
        (_sources, Targets, _policies, _loader, _report, _kept, Remote) = (new(), targets, policies, loader, new(Report, Report, Report), HubsBefore.Of(copy: null, []), new([], []));
        _logger = loggers?.CreateLogger(typeof(HubCatalog).Namespace!) ?? _logger;
        Store.Subscribe(Forget);
    }

    /// <summary>Where the documents come from; none where somebody else loads them.</summary>
    internal SnapshotSource<HubDocuments>? Source { get; }

    internal SnapshotLoader<HubDocuments> Loader => _loader;

    /// <summary>The documents of other machines.</summary>
    internal HubRound Remote { get; }

    /// <summary>Whether the store that the documents come from could not be read when it was last looked at.</summary>
    internal Func<bool>? IsStoreAway { get; init; }

    /// <summary>The copy on disk, where there is one.</summary>
    internal SnapshotFile? Copy { get; init; }

    /// <summary>Writes revisions of the store that the documents come from; none where they come from elsewhere.</summary>
    internal Func<RevisionPublisher>? Revisions { get; init; }

    /// <summary>The revision in use.</summary>
    public Snapshot<HubDocuments> Documents => Store.Current;

    /// <summary>Holds the revisions: to listen, to roll back, to see what was refused.</summary>
    public SnapshotStore<HubDocuments> Store => _loader.Store;

    /// <summary>Tenants whose layer at the source cannot be used, as far as is known by now: what is wrong only together with the layers below is found when a hub of the tenant is first asked for. Health asks whether there is one.</summary>
    public IReadOnlyList<TenantLayerFault> TenantFaults => [.. Documents.Value.Faults];

    /// <summary>Tenants on whose hubs an experiment of the layers below cannot be laid, as far as is known by now: found when a hub of the tenant is first asked for, or when somebody first has two experiments there that do not go together.</summary>
    public IReadOnlyList<ExperimentFault> ExperimentFaults => [.. Documents.Value.ExperimentFaults];

    /// <summary>The number by which hosts are compared and that <see cref="RollbackAsync"/> takes: of the revision in the store, or of this process where the documents come from elsewhere.</summary>
    public long Revision => RevisionOf(Documents);

    /// <summary>How the hubs are: whether what stands at the source is in use, and what is wrong where it is not.</summary>
    public HubHealth Health => HubHealth.Of(Documents, Store, TenantFaults, Remote, Copy, IsStoreAway?.Invoke() == true, Plugins);

    /// <summary>How the plugins of the application are; empty where it has none.</summary>
    public IReadOnlyList<HubPluginStatus> Plugins => PluginsOf?.Invoke() ?? [];

    internal Func<IReadOnlyList<HubPluginStatus>>? PluginsOf { get; init; }

    /// <summary>What the application and its plugins provide, for tools that see neither: <see cref="HubTargets.WriteTo"/>.</summary>
    public HubTargets Targets { get; }

    /// <summary>The widget types that the documents are held to.</summary>
    public WidgetTypes Widgets => Targets.Widgets;

    /// <summary>The document of a role, without any tenant's layer, with the version of the set it belongs to; <see langword="null"/> when the role has none.</summary>
    public Snapshot<HubDefinition>? Current(string role)
    {
        var documents = Documents;
        return documents.Value.Find(role) is { } hub ? new(hub, documents.Version, documents.ActivatedAt) { Provenance = documents.Provenance } : null;
    }

    /// <summary>The hub of a role as a tenant has it; <see langword="null"/> when the role has none. A tenant is looked up among those that have a file, and nowhere else.</summary>
    /// <param name="role">The role, compared ordinally.</param>
    /// <param name="tenant">The tenant; one whose name is not 1 to 64 of <c>a-z</c>, <c>0-9</c> and <c>-</c> has no layer.</param>
    public HubSnapshot? Current(string role, string tenant) => Find(Documents, role, tenant);

    /// <summary>
    /// Reads all files again and checks them against the policy in use now. They come into use together or not at all; the result holds the findings of all files. A tenant's layer that cannot be used
    /// is a warning (CKS429): the one before stays.
    /// </summary>
    public LoadResult<HubDocuments> TryReload()
    {
        Ask();
        return _loader.Reload().Result;
    }

    /// <summary>
    /// Brings the documents of an earlier revision back as a new one. From a store the new revision is written there, for all hosts, and may wait for a second person; documents from elsewhere come back in this process
    /// alone, out of the last ten, and stay until those at the source change.
    /// </summary>
    /// <param name="revision">Which; see <see cref="Revision"/>.</param>
    /// <param name="seen">The newest revision that the author has seen, which is not brought back from unseen: <see cref="Revision"/>, or of a store one that waits for a second person.</param>
    /// <param name="author">Who; not blank.</param>
    /// <param name="reason">Why; not blank.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<HubRollback> RollbackAsync(long revision, long seen, RevisionAuthor author, string reason, CancellationToken cancellationToken = default)
    {
        if (Revisions is null)
            return RollBack(revision, seen, author.ToString(), reason);
        var outcome = await Revisions().RollBackAsync(RevisionDocuments.Hubs, revision, seen, author, reason, cancellationToken).ConfigureAwait(false);
        if (outcome is { IsAccepted: true, Revision.IsEffective: true })
            // It is written: a reload that fails takes nothing back, and the watch follows.
            await Task.Run(new Action(() => _loader.Reload()), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return HubRollback.Of(outcome);
    }

    internal static long RevisionOf(Snapshot<HubDocuments> documents) => documents.Provenance.Revision ?? documents.Version.Sequence;

    /// <summary>Reads the documents that are carried for a start without any others: a screen, and no right.</summary>
    internal static LoadResult<HubDocuments> ReadBuiltIn(HubSource builtIn, string? root, HubTargets targets, Policy policy)
    {
        var findings = new DiagnosticBag();
        var reading = new HubReading(findings, (_, _) => { });
        builtIn.Read(HubLayerKind.Role, root, reading);
        return LoadResult<HubDocuments>.From(new HubCompiler(new(), targets, policy).Compile(reading.Files, FrozenDictionary<string, TenantLayers>.Empty, findings, isScreenOnly: true), findings);
    }

    /// <summary>What stands at the sources now, as bytes.</summary>
    internal ReadOnlyMemory<byte> Fetch() => _sources.Fetch(_root);

    /// <summary>The hub of the first of somebody's roles that has one, as their tenant has it; <see langword="null"/> when none has.</summary>
    /// <param name="documents">The revision: <see cref="Documents"/>, taken once where several questions shall have the answers of one.</param>
    /// <param name="roles">The roles, compared ordinally.</param>
    /// <param name="tenant">The tenant; empty for none.</param>
    public HubSnapshot? Find(Snapshot<HubDocuments> documents, IReadOnlyList<string> roles, string? tenant)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(roles);
        foreach (var role in roles)
            if (Find(documents, role, tenant ?? "") is { } hub)
                return hub;
        return null;
    }

    /// <summary>Whether a feature or flag is on for somebody, and why: by the hub of the first of their roles that has one. What the hub of any of their roles kills is off (S09).</summary>
    /// <param name="documents">The revision.</param>
    /// <param name="name">Name of a feature or flag, compared ordinally.</param>
    /// <param name="context">Who asks, and when.</param>
    public FlagAnswer Evaluate(Snapshot<HubDocuments> documents, string name, in FlagContext context) =>
        context.Who is { } who && Find(documents, who.Roles, who.Tenant.Value) is { } hub ? hub.Flags.Evaluate(name, Among(documents, hub, context)) : default;

    /// <summary>The same by the documents in use.</summary>
    /// <param name="name">Name of a feature or flag, compared ordinally.</param>
    /// <param name="context">Who asks, and when.</param>
    public FlagAnswer Evaluate(string name, in FlagContext context) => Evaluate(Documents, name, context);

    /// <summary>The context with what the hubs of somebody's other roles kill.</summary>
    internal FlagContext Among(Snapshot<HubDocuments> documents, HubSnapshot hub, in FlagContext context)
    {
        if (context.Who is not { Roles.Count: > 1 } who)
            return context;
        HashSet<string>? killed = null, ended = null;
        foreach (var role in who.Roles)
        {
            if (Find(documents, role, who.Tenant.Value ?? "") is not { } other || other == hub)
                continue;
            if (other.Screen.Killed is { Count: > 0 } names)
                (killed ??= new(StringComparer.Ordinal)).UnionWith(names);
            if (other.KilledExperiments is { Count: > 0 } experiments)
                (ended ??= new(StringComparer.Ordinal)).UnionWith(experiments);
        }

        return killed is null && ended is null ? context : context with { Killed = killed, KilledExperiments = ended };
    }

    internal HubSnapshot? Find(Snapshot<HubDocuments> documents, string role, string tenant) => documents.Value.Find(role, tenant, _report);

    /// <summary>Whether the hub of each of somebody's roles leaves a capability to the policy.</summary>
    internal bool Permits(IReadOnlyList<string> roles, string tenant, CapabilityId capability)
    {
        var (documents, policy) = (Documents, _policies.Current.Value);
        // Nobody knows what the documents that cannot be read take away, nor from whom (S09).
        if (documents.Value.IsScreenOnly)
            return false;
        // By index: an enumerator of the interface comes from the heap.
        for (var i = 0; i < roles.Count; i++)
            if (Find(documents, roles[i], tenant)?.Permits(capability, policy) == false)
                return false;
        return true;
    }

    /// <summary>What would be wrong with the documents in use under another policy.</summary>
    internal void CheckAgainst(Policy policy, DiagnosticBag findings)
    {
        Check(Documents, policy, findings);
    }

    private void Check(Snapshot<HubDocuments> documents, Policy policy, DiagnosticBag findings) =>
        new HubCompiler(_sources, Targets, policy).Compile(HubBundle.Read(documents.Content.Span), documents.Value.Tenants, findings);

    private HubRollback RollBack(long revision, long seen, string author, string reason)
    {
        if (seen != Revision)
            return HubRollback.Refused(HubRollbackState.Overtaken);
        var findings = new DiagnosticBag();
        // Held to the policy and the targets of now, as at a start.
        if (Store.Revisions.FirstOrDefault(r => r.Version.Sequence == revision && r.Provenance.Origin != SnapshotOrigin.BuiltIn) is { } kept)
            Check(kept, _policies.Current.Value, findings);
        return findings.HasErrors ? HubRollback.Refused(HubRollbackState.Refused, [.. findings]) : HubRollback.Of(_loader.RollBack(revision, seen, author, reason));
    }

    private SnapshotCandidate<HubDocuments> Read()
    {
        var findings = new DiagnosticBag();
        var unreadable = new Dictionary<string, IReadOnlyList<Diagnostic>>(StringComparer.Ordinal);
        var before = Before;
        var files = _sources.Read(_root, findings, (tenant, why) => unreadable[tenant] = why);
        // A hub may take rights away from its role: one that is gone gives them back to nobody (S09).
        if (!findings.HasErrors)
            foreach (var role in before.Roles.Concat(_sources.ListedRoles).Except(files.Where(f => f.Kind == HubLayerKind.Role).Select(f => f.Role), StringComparer.Ordinal))
                findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(role), $"The hub of the role \"{role}\" is gone.", "Put it back. To take its hub from a role, start the hosts without it, and with the names of the others in AddRoles.");
        // Layers without one of those below them would be judged for what is not there; that documents are missing is all there is to say, and a copy may stand in for them.
        if (_sources.HasLayers && findings.HasErrors)
            return new(LoadResult<HubDocuments>.From(null, findings), default);
        var tenants = TenantFiles.Of(files, before.Tenants, unreadable, _sources.Listed);
        foreach (var fault in tenants.Values.Where(t => t.Findings.Count > 0 && before.Tenants.GetValueOrDefault(t.Tenant) is not { Findings.Count: > 0 }))
            Report(fault.Fault);
        IEnumerable<HubFile> kept = files.Where(f => f.Kind != HubLayerKind.Tenant).Concat(tenants.Values.OrderBy(t => t.Tenant, StringComparer.Ordinal).SelectMany(t => t.ToKeep));
        return new(Compile(files, tenants, findings), HubBundle.Write(kept))
        {
            IsConfirmed = Remote.IsAnswered,
            Documents = [.. files.Where(f => f.Kind != HubLayerKind.Tenant || tenants[f.Role].Findings.Count == 0).Select(f => KeyValuePair.Create($"{f.Kind} {f.Role} {f.Name}", f.Utf8))],
        };
    }

    // The copy of another version may lack what is configured now, and what that would take away.
    private LoadResult<HubDocuments> Restore(ReadOnlyMemory<byte> bundle)
    {
        var (files, findings) = (HubBundle.Read(bundle.Span), new DiagnosticBag());
        foreach (var role in _sources.ListedRoles.Except(files.Where(f => f.Kind == HubLayerKind.Role).Select(f => f.Role), StringComparer.Ordinal))
            findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(role), $"The copy has no hub of the role \"{role}\".", "Start once with all documents in place.");
        if (files.Count(f => f.Kind == HubLayerKind.Base) != _sources.Base.Count || files.Count(f => f.Kind == HubLayerKind.Environment) != _sources.Environment.Count)
            findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole("AddBase, AddEnvironment"), "The copy was made of another number of documents.", "Start once with all documents in place.");
        return Compile(files, TenantFiles.Of(files, Before.Tenants, listed: _sources.Listed), findings);
    }

    // Of ten revisions with many tenants only one is asked for hubs.
    private void Forget(SnapshotChange<HubDocuments> change)
    {
        foreach (var revision in Store.Revisions)
            if (!ReferenceEquals(revision.Value, Documents.Value))
                revision.Value.Forget();
    }

    private HubsBefore Before => _loader is { Store: { IsLoaded: true } store } && !store.Current.Value.IsScreenOnly ? HubsBefore.Of(store) : _kept;

    // Without the context of whoever asks, which might wait for this very thread.
    private void Ask()
    {
        if (Remote.All.Any())
            Task.Run(() => Remote.AskAsync(CancellationToken.None)).GetAwaiter().GetResult();
    }

    private LoadResult<HubDocuments> Compile(IReadOnlyList<HubFile> files, IReadOnlyDictionary<string, TenantLayers> tenants, DiagnosticBag findings) =>
        LoadResult<HubDocuments>.From(new HubCompiler(_sources, Targets, _policies.Current.Value).Compile(files, tenants, findings), findings);

    private void Report(ExperimentFault fault)
    {
        var first = fault.Findings.First(f => f.Severity == DiagnosticSeverity.Error);
        HubLog.ExperimentLeftOut(_logger, fault.Role, fault.Tenant, first.Code.Id, first.Location.ToString(), first.Message);
    }

    private void Report(PluginFlagFault fault) =>
        HubLog.FlagsLeftOut(_logger, fault.Role, fault.Tenant, string.Join(", ", fault.Plugins), fault.First.Code.Id, fault.First.Location.ToString(), fault.First.Message);

    private void Report(TenantLayerFault fault)
    {
        var first = fault.Findings.FirstOrDefault(f => f.Severity == DiagnosticSeverity.Error) ?? fault.Findings.FirstOrDefault();
        _events?.Report(SecurityEventKinds.SnapshotRefused, $"Layer of a tenant: {fault.State}{(first is null ? "" : $", first {first.Code} at {first.Location}")}", tenantId: fault.Tenant);
    }
}
