using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// The hub of a role as one tenant has it: what all its layers make together. It gives a screen; what it takes away it takes away from everybody who has the role in that tenant, at the API as well.
/// Immutable, safe to share between threads.
/// </summary>
public sealed class HubSnapshot
{
    private readonly Lazy<LayeredDocument?> _document;
    private readonly IReadOnlyCollection<string> _takenAway;
    private readonly ExperimentPlan? _plan;
    private readonly HubDefinition? _below;
    private DeniedCapabilities _denied;

    // Found at once, not over an interface: a screen reads many.
    private Dictionary<string, SourceNode>? _values;

    internal HubSnapshot(string tenant, TenantLayerState state, HubDefinition definition, Lazy<LayeredDocument?> document, IReadOnlyCollection<string> takenAway, Policy policy, ExperimentPlan? plan = null, HubDefinition? below = null)
    {
        (Tenant, State, Definition, _document, _takenAway, _plan, _below) = (tenant, state, definition, document, takenAway, plan?.Under(definition), below);
        _denied = DeniedCapabilities.Of(policy, takenAway, []);
    }

    /// <summary>The role.</summary>
    public string Role => Definition.Metadata.Role;

    /// <summary>The tenant; empty where no tenant's layer counts.</summary>
    public string Tenant { get; }

    /// <summary>Which layer of the tenant it has.</summary>
    public TenantLayerState State { get; }

    /// <summary>The hub. Its permissions are what all layers leave.</summary>
    public HubDefinition Definition { get; }

    /// <summary>
    /// Its features and flags, ready to be asked; made when somebody first asks. That they can be was found when the document was read. What only the layer of a tenant declares is unknown here, and so off: code that asks for
    /// a name asks for what somebody declared who answers for the application.
    /// </summary>
    public HubFlags Flags => field ?? (field = _below is { } below ? Screen.Only(name => below.Features.ContainsKey(name) || below.Flags.ContainsKey(name)) : Screen);

    /// <summary>The same for what is shown: with features that only the layer of a tenant declares.</summary>
    internal HubFlags Screen => field ?? (field = HubFlags.Of(Definition));

    /// <summary>Its experiments, ready to be asked; made when somebody first asks. There are none where a tenant's layer cannot be used at all, and not those that cannot be laid over what it leaves.</summary>
    public HubExperiments Experiments => field ?? (field = new(_plan?.Experiments ?? ImmutableSortedDictionary<string, Experiment>.Empty, Flags));

    /// <summary>The names of experiments whose kill switch is thrown.</summary>
    internal IReadOnlyList<string> KilledExperiments => field ?? (field = [.. Definition.Experiments.Where(e => e.Value.Kill).Select(e => e.Key)]);

    /// <summary>The layers, the first below.</summary>
    public IReadOnlyList<HubLayer> Layers => _document.Value?.Layers ?? [];

    /// <summary>First eight hexadecimal digits of the SHA-256 of the revisions of all layers.</summary>
    public string Revision => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Layers.Select(l => $"{l} {l.Revision}")))))[..8];

    /// <summary>A value, by the pointer that <see cref="Explain"/> takes; <see langword="null"/> when there is none. The table of all values is made at the first call.</summary>
    public SourceNode? Find(string pointer) => (Volatile.Read(ref _values) ?? MakeValues()).TryGetValue(pointer, out var value) ? value : null;

    /// <summary>Why a value is what it is; see <see cref="LayeredDocument.Explain"/>.</summary>
    public ValueProvenance? Explain(string pointer) => _document.Value?.Explain(pointer);

    /// <summary>How many hubs of variants were merged for it.</summary>
    internal int Merged => _plan?.Merged ?? 0;

    private HubVariant Plain => field ??= new(Definition, Screen, []);

    /// <summary>The hub as somebody has it at a moment, with the experiments in which they take part.</summary>
    internal HubVariant Choose(in FlagContext context)
    {
        if (_plan is null)
            return Plain;
        var assignments = new List<Assignment>();
        foreach (var experiment in Experiments.All)
            if (experiment.Assign(context) is { Variant: not null } assignment)
                assignments.Add(assignment);
        return _plan.Find(assignments) is { } made ? new(made, Screen, assignments) : Plain;
    }

    /// <summary>The same hub with features and flags that are on or off for everybody, whatever it says of them.</summary>
    internal HubSnapshot With(IReadOnlyDictionary<string, bool> switched)
    {
        FeatureFlag Of(bool isOn) => new() { Enabled = isOn };
        var definition = Definition with
        {
            Features = Definition.Features.ToImmutableSortedDictionary(f => f.Key, f => switched.TryGetValue(f.Key, out var isOn) ? new(isOn, f.Value.Settings.Where(s => s.Key != LayerMerge.Kill).ToDictionary()) : f.Value, StringComparer.Ordinal),
            Flags = Definition.Flags.ToImmutableSortedDictionary(f => f.Key, f => switched.TryGetValue(f.Key, out var isOn) ? Of(isOn) : f.Value, StringComparer.Ordinal),
        };
        return new(Tenant, State, definition, _document, _takenAway, _denied.Policy, _plan);
    }

    /// <summary>Names of what it takes away.</summary>
    internal IReadOnlyCollection<string> TakenAway => _takenAway;

    /// <summary>The capability of a permission by its name or alias; the default one where the policy knows none.</summary>
    internal CapabilityId CapabilityOf(string permission) => _denied.Policy.TryFind(permission, out var capability) ? capability : default;

    /// <summary>Whether the hub leaves a capability to the policy.</summary>
    internal bool Permits(CapabilityId capability, Policy policy)
    {
        if (State == TenantLayerState.Denied)
            return false;
        var denied = Volatile.Read(ref _denied);
        // A policy may have another alias; what was taken away by the alias of the one before stays so.
        if (!ReferenceEquals(denied.Policy, policy))
            Volatile.Write(ref _denied, denied = DeniedCapabilities.Of(policy, _takenAway, denied.Capabilities));
        return !denied.Capabilities.Contains(capability);
    }

    // Of two threads that make it at once either one's may stay: both say the same.
    private Dictionary<string, SourceNode> MakeValues()
    {
        var values = _document.Value is { } made ? made.Pointers.ToDictionary(p => p, p => made.Explain(p)!.Value!, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        Volatile.Write(ref _values, values);
        return values;
    }

    private sealed record DeniedCapabilities(Policy Policy, FrozenSet<CapabilityId> Capabilities)
    {
        public static DeniedCapabilities Of(Policy policy, IReadOnlyCollection<string> names, IReadOnlyCollection<CapabilityId> before)
        {
            var denied = new HashSet<CapabilityId>(before);
            foreach (var name in names)
                if (policy.TryFind(name, out var capability))
                    denied.Add(capability);
            return new(policy, denied.ToFrozenSet());
        }
    }
}
