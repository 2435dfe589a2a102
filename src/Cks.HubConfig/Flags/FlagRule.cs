using System.Collections.Immutable;

namespace Cks.HubConfig;

/// <summary>
/// One rule of a flag. It matches when everything that it names does: of each list one entry is enough, what it does not name is not asked for, and what the one who asks does not have matches nothing.
/// </summary>
/// <param name="Id">Its name in the flag; layers change it by that, and answers name it.</param>
public sealed record FlagRule(string Id)
{
    /// <summary>Roles of the session, compared ordinally.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Tenants.</summary>
    public ImmutableArray<string> Tenants { get; init; } = [];

    /// <summary>Subjects by their identifier within the issuer. Where there are several issuers, name the issuer as an attribute beside it.</summary>
    public ImmutableArray<string> Subjects { get; init; } = [];

    /// <summary>Values by the name of an attribute; see <see cref="FlagContext.Attributes"/>.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Attributes { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>When it matches.</summary>
    public FlagWindow Window { get; init; }

    /// <summary>How many of a million units it switches on, of those that it matches; the others are off.</summary>
    /// <value>Default: all.</value>
    public int PartsPerMillion { get; init; } = FlagHash.Parts;
}
