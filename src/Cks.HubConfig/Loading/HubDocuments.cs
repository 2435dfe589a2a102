using System.Collections.Concurrent;
using System.Collections.Frozen;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The hub documents of one revision: the hubs of roles, and what tenants lay over them. Immutable; the hub of a role and tenant is made when it is first asked for, and kept.</summary>
public sealed class HubDocuments
{
    // Names that only sessions give are not collected without end.
    private const int MostFaults = 1_000;

    private readonly FrozenDictionary<string, RoleHub> _hubs;
    private readonly HubCompiler _compiler;
    private readonly ConcurrentDictionary<(string Role, string Tenant), Once<HubSnapshot>> _snapshots = new();
    private readonly ConcurrentDictionary<string, TenantLayerFault> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Tenant, string Role), ExperimentFault> _experimentFaults = new();

    internal HubDocuments(IReadOnlyDictionary<string, RoleHub> hubs, IReadOnlyDictionary<string, TenantLayers> tenants, HubCompiler compiler, bool isScreenOnly)
    {
        (_hubs, Tenants, _compiler, IsScreenOnly) = (hubs.ToFrozenDictionary(StringComparer.Ordinal), tenants.ToFrozenDictionary(StringComparer.Ordinal), compiler, isScreenOnly);
        foreach (var layers in tenants.Values.Where(t => t.Findings.Count > 0))
            _faults[layers.Tenant] = layers.Fault;
    }

    /// <summary>The roles that have a hub, ordered by name.</summary>
    public IEnumerable<string> Roles => _hubs.Keys.Order(StringComparer.Ordinal);

    internal FrozenDictionary<string, TenantLayers> Tenants { get; }

    /// <summary>Whether these are built in: a screen, and no right for anybody.</summary>
    internal bool IsScreenOnly { get; }

    /// <summary>Tenants whose layers cannot be used, as far as is known by now: some are found when a hub is first asked for.</summary>
    internal IEnumerable<TenantLayerFault> Faults => _faults.Values.OrderBy(f => f.Tenant, StringComparer.Ordinal);

    /// <summary>Tenants on whose hubs an experiment cannot be laid, as far as is known by now.</summary>
    internal IEnumerable<ExperimentFault> ExperimentFaults => _experimentFaults.Values.OrderBy(f => f.Tenant, StringComparer.Ordinal).ThenBy(f => f.Role, StringComparer.Ordinal);

    /// <summary>The hub of a role without any tenant's layer, compared ordinally; <see langword="null"/> when it has none.</summary>
    public HubDefinition? Find(string role) => _hubs.GetValueOrDefault(role)?.Definition;

    /// <summary>The hub of a role as a tenant has it; <see langword="null"/> when the role has none. No tenant has a layer that no file was listed for, so that only those take room.</summary>
    internal HubSnapshot? Find(string role, string tenant, TenantWatch watch)
    {
        if (!_hubs.TryGetValue(role, out var hub))
            return null;
        var layers = Tenants.GetValueOrDefault(tenant);
        if (layers is null && tenant.Length > 0 && (Tenants.Count > 0 || _compiler.HasTenants) && !NamePattern.IsName(tenant) && !_faults.ContainsKey(tenant) && _faults.Count < MostFaults)
            Note(new TenantLayerFault(tenant, TenantLayerState.NoLayer, [new(CksCodes.HubTenantLayer, SourceLocation.Whole("AddTenants"), $"The tenant \"{tenant}\" cannot have a layer: its name is not 1 to 64 of a-z, 0-9 and -.", "")]), watch);
        var key = (role, layers?.Tenant ?? "");
        return _snapshots.TryGetValue(key, out var known) ? known.Value : Add(key, hub, layers, watch);
    }

    /// <summary>Lets go of the hubs that were made: of a revision that is not in use any more few are asked for, and those are made again.</summary>
    internal void Forget() => _snapshots.Clear();

    // Apart, so that who finds what is made already takes nothing from the heap.
    private HubSnapshot Add((string, string) key, RoleHub hub, TenantLayers? layers, TenantWatch watch) => _snapshots.GetOrAdd(key, new Once<HubSnapshot>(() => Make(hub, layers, watch))).Value;

    private HubSnapshot Make(RoleHub hub, TenantLayers? layers, TenantWatch watch) =>
        IsScreenOnly ? _compiler.ComposeScreen(hub, "") : layers is null ? _compiler.Compose(hub) : _compiler.Compose(hub, layers, new(fault => Note(fault, watch), fault => Note(fault, watch), watch.Flags));

    // Of several hubs of a tenant the worst is told: whoever watches learns of those that deny everything.
    private void Note(TenantLayerFault fault, TenantWatch watch)
    {
        if (_faults.AddOrUpdate(fault.Tenant, fault, (_, known) => fault.State > known.State ? fault : known) == fault)
            watch.Layer(fault);
    }

    private void Note(ExperimentFault fault, TenantWatch watch)
    {
        _experimentFaults.AddOrUpdate((fault.Tenant, fault.Role), fault, (_, known) => known with { Findings = [.. known.Findings, .. fault.Findings] });
        watch.Experiment(fault);
    }
}
