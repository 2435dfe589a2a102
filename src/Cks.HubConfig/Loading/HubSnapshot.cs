using System.Collections.Frozen;
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
    private DeniedCapabilities _denied;

    // Found at once, not over an interface: a screen reads many.
    private Dictionary<string, SourceNode>? _values;

    internal HubSnapshot(string tenant, TenantLayerState state, HubDefinition definition, Lazy<LayeredDocument?> document, IReadOnlyCollection<string> takenAway, Policy policy, ExperimentPlan? plan = null)
    {
        (Tenant, State, Definition, _document, _takenAway, _plan) = (tenant, state, definition, document, takenAway, plan?.Under(definition));
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

    /// <summary>Its features and flags, ready to be asked; made when somebody first asks. That they can be was found when the document was read.</summary>
    public HubFlags Flags => field ?? (field = HubFlags.Of(Definition));

    /// <summary>Its experiments, ready to be asked; made when somebody first asks. There are none where a tenant's layer cannot be used at all, or where it leaves what an experiment cannot be laid over.</summary>
    public HubExperiments Experiments => field ?? (field = new(_plan is null ? Definition with { Experiments = new Dictionary<string, Experiment>() } : Definition, Flags));

    /// <summary>The layers, the first below.</summary>
    public IReadOnlyList<HubLayer> Layers => _document.Value?.Layers ?? [];

    /// <summary>First eight hexadecimal digits of the SHA-256 of the revisions of all layers.</summary>
    public string Revision => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Layers.Select(l => $"{l} {l.Revision}")))))[..8];

    /// <summary>A value, by the pointer that <see cref="Explain"/> takes; <see langword="null"/> when there is none. The table of all values is made at the first call.</summary>
    public SourceNode? Find(string pointer) => (Volatile.Read(ref _values) ?? MakeValues()).TryGetValue(pointer, out var value) ? value : null;

    /// <summary>Why a value is what it is; see <see cref="LayeredDocument.Explain"/>.</summary>
    public ValueProvenance? Explain(string pointer) => _document.Value?.Explain(pointer);

    private HubVariant Plain => field ??= new(Definition, Flags, []);

    /// <summary>The hub as somebody has it at a moment, with the experiments in which they take part.</summary>
    internal HubVariant Choose(in FlagContext context)
    {
        if (_plan is null)
            return Plain;
        var assignments = new List<Assignment>();
        foreach (var experiment in Experiments.All)
            if (experiment.Assign(context) is { Variant: not null } assignment)
                assignments.Add(assignment);
        return new(_plan.Find(assignments) ?? Definition, Flags, assignments);
    }

    /// <summary>Names of what it takes away.</summary>
    internal IReadOnlyCollection<string> TakenAway => _takenAway;

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
