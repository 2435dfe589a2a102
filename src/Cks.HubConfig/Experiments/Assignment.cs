namespace Cks.HubConfig;

/// <summary>In which variant of an experiment somebody is at a moment, and why. The default value is in none.</summary>
public readonly record struct Assignment
{
    internal Assignment(string experiment, AssignmentReason reason, string? variant = null, FlagUnit unit = default) => (Experiment, Reason, Variant, Unit) = (experiment, reason, variant, unit);

    /// <summary>The experiment; empty for the default value.</summary>
    public string Experiment { get => field ?? ""; }

    /// <summary>Why.</summary>
    public AssignmentReason Reason { get; }

    /// <summary>Id of the variant; <see langword="null"/>: takes part in none, and sees the hub as it is without the experiment.</summary>
    public string? Variant { get; }

    /// <summary>What is counted.</summary>
    internal FlagUnit Unit { get; }

    /// <summary>All of it in a few words, for a log or an explanation.</summary>
    public override string ToString() => $"{Experiment}: {Variant ?? "none"}, {Reason}";
}
