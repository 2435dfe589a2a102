using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>What composing one view decides about each declared part, told by the composer as it decides. For operators: it names rules and layers (S28).</summary>
internal sealed class HubTrace
{
    private readonly List<HubTraceEntry> _entries = [];
    private List<HubAbsence> _reasons = [];

    /// <summary>Features and flags that are supposed to be on or off, by name.</summary>
    public IReadOnlyDictionary<string, bool> Switched { get; init; } = new Dictionary<string, bool>();

    /// <summary>Every declared part, each once.</summary>
    public IReadOnlyList<HubTraceEntry> Entries => _entries;

    /// <summary>The hub that was composed; none until it was.</summary>
    public HubSnapshot? Hub { get; private set; }

    /// <summary>The same with the experiments of whoever asks.</summary>
    public HubVariant? Variant { get; private set; }

    /// <summary>Takes the hub that is to be composed, and gives it with what is switched.</summary>
    public HubSnapshot Begin(HubSnapshot hub) => Hub = Switched.Count == 0 ? hub : hub.With(Switched);

    /// <summary>A need of the part that is decided next is not met.</summary>
    public void Unmet(in HubNeed need, Decision decision) => _reasons.Add(new(
        need.Kind switch
        {
            HubNeedKind.Withheld => HubAbsenceReason.Withheld,
            HubNeedKind.Undeclared => HubAbsenceReason.Undeclared,
            HubNeedKind.NotProvided => HubAbsenceReason.NotProvided,
            _ => HubAbsenceReason.Refused,
        },
        need.Name)
    { Capability = need.Capability, Decision = decision });

    /// <summary>A feature or flag of the part that is decided next is off.</summary>
    public void Off(string feature, FlagAnswer answer) => _reasons.Add(new(HubAbsenceReason.FeatureOff, feature) { Flag = answer });

    /// <summary>The endpoint of the part that is decided next is missing.</summary>
    public void Without(string endpoint) => _reasons.Add(new(HubAbsenceReason.NoEndpoint, endpoint));

    /// <summary>The part is decided: by what was told since the one before.</summary>
    /// <returns>Whether it is shown.</returns>
    public bool Decide(HubPartKind kind, string id, WidgetFault? fault = null)
    {
        var isShown = _reasons.Count == 0;
        if (fault is { } why)
            _reasons.Add(new(HubAbsenceReason.Fallback, id) { Fault = why });
        _entries.Add(new(kind, id, isShown, _reasons));
        _reasons = [];
        return isShown;
    }

    /// <summary>A widget that was decided is a frame around nothing.</summary>
    public void Empty(string widget)
    {
        var at = _entries.FindIndex(e => e.Kind == HubPartKind.Widget && e.Id == widget);
        _entries[at] = _entries[at] with { IsShown = false, Reasons = [new(HubAbsenceReason.Empty, widget)] };
    }

    /// <summary>All that composing asks about is decided: what is left are widgets within others that are missing, and experiments.</summary>
    public void End(HubVariant variant, in FlagContext context)
    {
        Variant = variant;
        var decided = _entries.Where(e => e.Kind == HubPartKind.Widget).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var widget in variant.Definition.Dashboard.Widgets)
            Around(widget, decided);
        foreach (var name in variant.Definition.Experiments.Keys)
        {
            var assignment = variant.Assignments.FirstOrDefault(a => a.Experiment == name);
            if (assignment.Variant is null)
                _reasons.Add(new(HubAbsenceReason.NotAssigned, name) { Assignment = Hub!.Experiments.Assign(name, context).Reason });
            Decide(HubPartKind.Experiment, name);
        }
    }

    private void Around(HubWidget widget, HashSet<string> decided)
    {
        foreach (var child in widget.Children)
        {
            if (!decided.Contains(child.Id))
            {
                _reasons.Add(new(HubAbsenceReason.Around, widget.Id));
                Decide(HubPartKind.Widget, child.Id);
            }

            Around(child, decided);
        }
    }
}
