namespace Cks.HubConfig;

/// <summary>Whether a flag is on for somebody at a moment, and why. The default value is off.</summary>
public readonly record struct FlagAnswer
{
    internal FlagAnswer(bool isOn, FlagReason reason, string? rule = null, string? prerequisite = null) => (IsOn, Reason, Rule, Prerequisite) = (isOn, reason, rule, prerequisite);

    /// <summary>Whether it is on. That is a screen or a way of working, never a right: ask the policy for those.</summary>
    public bool IsOn { get; }

    /// <summary>Why.</summary>
    public FlagReason Reason { get; }

    /// <summary>Id of the rule that matched; <see langword="null"/> where none did.</summary>
    public string? Rule { get; }

    /// <summary>Name of the one that is off for a reason of its own where that is why this one is; else <see langword="null"/>.</summary>
    public string? Prerequisite { get; }

    /// <summary>All of it in a few words, for a log or an explanation.</summary>
    public override string ToString() => $"{(IsOn ? "on" : "off")}: {Reason}{(Rule is null ? "" : $", rule {Rule}")}{(Prerequisite is null ? "" : $", {Prerequisite}")}";
}
