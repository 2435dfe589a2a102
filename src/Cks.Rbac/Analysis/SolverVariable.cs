namespace Cks.Rbac;

/// <summary>What a circumstance is.</summary>
internal enum SolverVariableKind : byte
{
    /// <summary>A value of the subject, which attributes are compared with.</summary>
    Subject,

    /// <summary>An attribute without order: a text or a flag.</summary>
    Value,

    /// <summary>An attribute with order: a number or a time.</summary>
    Ordered,

    /// <summary>True or false: a relation.</summary>
    Fact,
}

/// <summary>Something that a decision can depend on, and what it can be.</summary>
internal sealed class SolverVariable(int index, SolverVariableKind kind, string name)
{
    public SolverVariableKind Kind => kind;

    /// <summary>As a witness calls it.</summary>
    public string Name => name;

    /// <summary>One bit of 64, shared by those that are 64 apart: a formula without it does not speak of the variable.</summary>
    public ulong Bit => 1UL << index;

    /// <summary>Whether there may be no value; such a one fulfils no comparison.</summary>
    public bool CanBeMissing { get; init; } = true;

    /// <summary>All the values that there are; <see langword="null"/> for any.</summary>
    public SortedSet<AttributeValue>? Domain { get; init; }

    /// <summary>The least value.</summary>
    public AttributeValue? From { get; init; }

    /// <summary>The greatest value.</summary>
    public AttributeValue? To { get; init; }

    /// <summary>How a witness says that a fact is so, and that it is not, or that there is no value; <see langword="null"/> for an attribute.</summary>
    public (string True, string False)? Words { get; init; }

    /// <summary>A text that stands for one of the subject's own, unlike those that are compared with.</summary>
    public AttributeValue Fresh(IReadOnlySet<AttributeValue> others)
    {
        var text = name;
        while (others.Contains(AttributeValue.Of(text)))
            text += '\'';
        return AttributeValue.Of(text);
    }
}
