namespace Cks.Rbac;

/// <summary>
/// Values of a variable between which no comparison of the formula tells a difference: one value, every value strictly between two, any other value, or none at all.
/// </summary>
internal sealed class SolverClass
{
    private SolverClass(SolverClassKind kind, AttributeValue? low, AttributeValue? high) => (Kind, Low, High) = (kind, low, high);

    public SolverClassKind Kind { get; }

    /// <summary>The value; for a gap what all of it is greater than, or <see langword="null"/>.</summary>
    public AttributeValue? Low { get; }

    /// <summary>The value; for a gap what all of it is less than, or <see langword="null"/>.</summary>
    public AttributeValue? High { get; }

    public static SolverClass Missing { get; } = new(SolverClassKind.Missing, null, null);

    /// <summary>A value that no comparison names.</summary>
    public static SolverClass Other { get; } = new(SolverClassKind.Other, null, null);

    public static SolverClass True { get; } = new(SolverClassKind.True, null, null);

    public static SolverClass False { get; } = new(SolverClassKind.False, null, null);

    public static SolverClass Of(AttributeValue value) => new(SolverClassKind.Value, value, value);

    public static SolverClass Between(AttributeValue? low, AttributeValue? high) => new(SolverClassKind.Gap, low, high);

    /// <summary>Whether a value of this class fulfils a comparison.</summary>
    public bool Fulfils(PlanNodeKind test, IReadOnlyList<AttributeValue> values) => test switch
    {
        PlanNodeKind.Related => Kind == SolverClassKind.True,
        _ when Kind == SolverClassKind.Missing => false,
        PlanNodeKind.OneOf => Kind == SolverClassKind.Value && values.Contains(Low!.Value),
        PlanNodeKind.NoneOf => Kind != SolverClassKind.Value || !values.Contains(Low!.Value),
        PlanNodeKind.Lt => IsBelow(values[0]),
        PlanNodeKind.Le => IsBelow(values[0]) || Low == values[0] && High == values[0],
        PlanNodeKind.Gt => IsAbove(values[0]),
        _ => IsAbove(values[0]) || Low == values[0] && High == values[0],
    };

    // The ends of a gap are among the values that are compared with, so that it is on one side of each.
    private bool IsBelow(AttributeValue value) => High is { } high && (Kind == SolverClassKind.Gap ? high <= value : high < value);

    private bool IsAbove(AttributeValue value) => Low is { } low && (Kind == SolverClassKind.Gap ? low >= value : low > value);
}

internal enum SolverClassKind : byte
{
    Missing,
    Value,
    Gap,
    Other,
    True,
    False,
}
