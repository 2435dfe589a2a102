using System.Collections.Immutable;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// A flag as written: for whom, how many of them and when. Where the document has a feature of the same name the flag only narrows it: the feature must be enabled as well. It never gives a right. Immutable.
/// </summary>
public sealed record FeatureFlag
{
    /// <summary>False: off for everybody.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>True: off for everybody, whatever a later layer or anything else in the document says.</summary>
    public bool Kill { get; init; }

    /// <summary>Features and flags of the same document that must be on for the same one who asks; 50 at most, those counted on which they rest in turn.</summary>
    public ImmutableArray<string> Prerequisites { get; init; } = [];

    /// <summary>When it can be on.</summary>
    public FlagWindow Window { get; init; }

    /// <summary>The first one that matches decides.</summary>
    public ImmutableArray<FlagRule> Rules { get; init; } = [];

    /// <summary>How many of a million units it is on for where no rule matches; <see langword="null"/>: all where <see cref="Rules"/> are not written at all, else none.</summary>
    public int? PartsPerMillion { get; init; }

    /// <summary>Name of the hash that picks the share; must be written where a share is neither none nor all. See <see cref="FlagHash"/>.</summary>
    public string? Hash { get; init; }

    /// <summary>What is hashed together with the unit; <see langword="null"/>: the name of the flag. Write it down before the flag gets another name, and everybody keeps their side.</summary>
    public string? Seed { get; init; }

    /// <summary>What is counted.</summary>
    public FlagUnit Unit { get; init; }

    /// <summary>Where it stands.</summary>
    internal SourceNode? Source { get; init; }
}
