namespace Cks.HubConfig;

/// <summary>A flag made ready: every question about it takes nothing from the heap. Immutable.</summary>
internal sealed class CompiledFlag(string name, FlagAnswer? always, CompiledWindow window, CompiledRule[] rules, int parts, byte[] seed, FlagUnit unit)
{
    // Most are on or off for everybody.
    private readonly bool _isAlways = always is not null;
    private readonly FlagAnswer _always = always.GetValueOrDefault();

    public string Name { get; } = name;

    /// <summary>All on which it rests, at any distance, each once and behind those on which that one rests.</summary>
    public CompiledFlag[] Needs { get; set; } = [];

    public bool IsOn(in FlagContext context) => _isAlways && context.Killed is null ? _always.IsOn : Evaluate(context).IsOn;

    public bool IsKilled => _isAlways && _always.Reason == FlagReason.Killed;

    public FlagAnswer Evaluate(in FlagContext context)
    {
        if (context.Killed is not null && context.Killed.Contains(Name))
            return new(false, FlagReason.Killed);
        if (_isAlways)
            return _always;
        foreach (var needed in Needs)
            if (!needed.Own(context).IsOn)
                return new(false, FlagReason.PrerequisiteOff, prerequisite: needed.Name);
        return Own(context);
    }

    // Without what it rests on. That is flat: a tree of flags that rest on each other costs each of them once.
    private FlagAnswer Own(in FlagContext context)
    {
        if (context.Killed is not null && context.Killed.Contains(Name))
            return new(false, FlagReason.Killed);
        if (_isAlways)
            return _always;
        var now = context.Now.UtcTicks;
        if (now < window.From)
            return new(false, FlagReason.NotYet);
        if (now >= window.To)
            return new(false, FlagReason.Over);
        foreach (var rule in rules)
            if (rule.Matches(context, now))
                return Share(context, rule.Parts, rule.Id);
        return Share(context, parts, null);
    }

    private FlagAnswer Share(in FlagContext context, int share, string? rule)
    {
        if (share == FlagHash.Parts)
            return new(true, rule is null ? FlagReason.Everybody : FlagReason.Rule, rule);
        if (share == 0)
            return new(false, rule is null ? FlagReason.NoRule : FlagReason.Rule, rule);
        if (context.UnitOf(unit) is not { Length: > 0 } one)
            return new(false, FlagReason.NoUnit, rule);
        var isIn = FlagHash.PartOf(seed, one) < share;
        return new(isIn, isIn ? FlagReason.InShare : FlagReason.OutsideShare, rule);
    }
}
