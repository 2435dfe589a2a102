using System.Collections.Immutable;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// An experiment as written: a few screens that are tried out side by side, each by a stated part of the units. A variant changes how the hub looks and nothing else: it touches no permission, flag, condition or address. Immutable.
/// </summary>
public sealed record Experiment
{
    /// <summary>True: nobody takes part, whatever a later layer or anything else in the document says.</summary>
    public bool Kill { get; init; }

    /// <summary>A feature or flag of the same document that must be on for whoever takes part; <see langword="null"/>: none.</summary>
    public string? Flag { get; init; }

    /// <summary>Who may take part, by the words of a rule of a flag; <see langword="null"/>: everybody who has the hub.</summary>
    public FlagRule? Audience { get; init; }

    /// <summary>When somebody takes part.</summary>
    public FlagWindow Window { get; init; }

    /// <summary>Its place among experiments of which a unit takes part in one at most; <see langword="null"/>: it has none and is independent of all others.</summary>
    public ExperimentGroup? Group { get; init; }

    /// <summary>What is hashed together with the unit; <see langword="null"/>: the name of the experiment. Write it down before the experiment gets another name, and everybody keeps their variant.</summary>
    public string? Seed { get; init; }

    /// <summary>What is counted.</summary>
    public FlagUnit Unit { get; init; }

    /// <summary>What is tried out, one at least. Their ranges do not meet; who is in none of them does not take part.</summary>
    public ImmutableArray<ExperimentVariant> Variants { get; init; } = [];

    /// <summary>Where it stands.</summary>
    internal SourceNode? Source { get; init; }
}
