using Cks.Core;

namespace Cks.Rbac;

/// <summary>A resource of the policy.</summary>
internal sealed class PolicyResource
{
    public required string Name { get; init; }

    public required IReadOnlyList<CapabilityId> Capabilities { get; init; }

    /// <summary>Where it is declared.</summary>
    public SourcePlace Place { get; init; } = SourceLocation.Whole("");

    /// <summary>Where each of <see cref="Capabilities"/> is declared.</summary>
    public IReadOnlyList<SourcePlace> ActionPlaces { get; init; } = [];

    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What conditions can speak of.</summary>
    public required ConditionVocabulary Vocabulary { get; init; }

    public IReadOnlyList<ResourceAttribute> Attributes => Vocabulary.Attributes;

    /// <summary>Relations that a resolver answers; those that a condition stands for are replaced by it.</summary>
    public IReadOnlyList<string> Relations => Vocabulary.Relations;

    /// <summary>Attributes that conditions of the policy ask for.</summary>
    public IReadOnlyList<ResourceAttribute> Asked { get; init; } = [];

    /// <summary>Relations that conditions of the policy ask for.</summary>
    public IReadOnlyList<string> AskedRelations { get; init; } = [];

    public ulong RelationBit(string relation)
    {
        for (var i = 0; i < Relations.Count; i++)
            if (Relations[i] == relation)
                return 1UL << i;
        throw new InvalidOperationException($"\"{Name}\" has no relation \"{relation}\".");
    }
}
