namespace Cks.HubConfig;

/// <summary>An experiment made ready: every question about it takes nothing from the heap. Immutable.</summary>
internal sealed class CompiledExperiment
{
    private readonly Experiment _experiment;
    private readonly HubFlags _flags;
    private readonly CompiledWindow _window;
    private readonly CompiledRule? _audience;
    private readonly byte[] _seed;
    private readonly byte[] _group;

    public CompiledExperiment(string name, Experiment experiment, HubFlags flags)
    {
        (Name, _experiment, _flags, _window) = (name, experiment, flags, CompiledWindow.Of(experiment.Window));
        _audience = experiment.Audience is { } audience ? new(audience) : null;
        _seed = ExperimentHash.Begin(experiment.Seed ?? name);
        _group = experiment.Group is { } group ? ExperimentHash.BeginGroup(group.Name) : [];
    }

    public string Name { get; }

    public Experiment Experiment => _experiment;

    public Assignment Assign(in FlagContext context) => Choose(context, out var reason) is >= 0 and var at ? new(Name, reason, _experiment.Variants[at].Id, _experiment.Unit) : new(Name, reason);

    /// <summary>Index of the variant; -1 for none.</summary>
    public int Choose(in FlagContext context, out AssignmentReason reason)
    {
        reason = Refuse(context);
        if (reason != AssignmentReason.Enrolled)
            return -1;
        var unit = context.UnitOf(_experiment.Unit);
        if (string.IsNullOrEmpty(unit))
        {
            reason = AssignmentReason.NoUnit;
            return -1;
        }

        if (_experiment.Group is { } group && !IsWithin(FlagHash.PartOf(_group, unit), group.From, group.PartsPerMillion))
        {
            reason = AssignmentReason.OutsideGroup;
            return -1;
        }

        var part = FlagHash.PartOf(_seed, unit);
        for (var i = 0; i < _experiment.Variants.Length; i++)
            if (IsWithin(part, _experiment.Variants[i].From, _experiment.Variants[i].PartsPerMillion))
                return i;
        reason = AssignmentReason.NotEnrolled;
        return -1;
    }

    private AssignmentReason Refuse(in FlagContext context)
    {
        if (_experiment.Kill)
            return AssignmentReason.Killed;
        var now = context.Now.UtcTicks;
        if (now < _window.From)
            return AssignmentReason.NotYet;
        if (now >= _window.To)
            return AssignmentReason.Over;
        if (_experiment.Flag is { } flag && !_flags.IsOn(flag, context))
            return AssignmentReason.FlagOff;
        return _audience?.Matches(context, now) == false ? AssignmentReason.NotInAudience : AssignmentReason.Enrolled;
    }

    private static bool IsWithin(int part, int from, int parts) => part >= from && part - from < parts;
}
