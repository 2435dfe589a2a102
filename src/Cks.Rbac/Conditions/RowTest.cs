namespace Cks.Rbac;

/// <summary>One half of a condition, when it is true or when it is false, compiled for one type of the application. Asks with two values: what is missing does not hold.</summary>
internal abstract class RowTest<T>
{
    /// <param name="row">The resource.</param>
    /// <param name="subject">Who asks.</param>
    /// <param name="relations">The relations in which the subject stands to the row, by <see cref="PolicyResource.RelationBit"/>.</param>
    public abstract bool Holds(T row, DecisionContext subject, ulong relations);
}

internal sealed class AllTest<T>(RowTest<T>[] tests) : RowTest<T>
{
    public override bool Holds(T row, DecisionContext subject, ulong relations)
    {
        foreach (var test in tests)
            if (!test.Holds(row, subject, relations))
                return false;
        return true;
    }
}

internal sealed class AnyTest<T>(RowTest<T>[] tests) : RowTest<T>
{
    public override bool Holds(T row, DecisionContext subject, ulong relations)
    {
        foreach (var test in tests)
            if (test.Holds(row, subject, relations))
                return true;
        return false;
    }
}

internal sealed class RelatedTest<T>(ulong relation, bool isRelated) : RowTest<T>
{
    public override bool Holds(T row, DecisionContext subject, ulong relations) => (relations & relation) != 0 == isRelated;
}

internal sealed class TextTest<T>(Func<T, string?> read, string[] values, SubjectValue[] own, bool isOne) : RowTest<T>
{
    public override bool Holds(T row, DecisionContext subject, ulong relations)
    {
        if (read(row) is not { } actual)
            return false;
        foreach (var value in values)
            if (value == actual)
                return isOne;
        foreach (var value in own)
        {
            var text = SubjectValues.Of(subject, value);
            // What the subject lacks matches nothing, and is not known to differ: "none of" does not hold.
            if (text.Length == 0 ? !isOne : text == actual)
                return isOne;
        }

        return !isOne;
    }
}

internal sealed class ValueTest<T, TValue>(Func<T, TValue?> read, TValue[] values, bool isOne) : RowTest<T>
    where TValue : struct, IEquatable<TValue>
{
    public override bool Holds(T row, DecisionContext subject, ulong relations) => read(row) is { } actual && values.AsSpan().Contains(actual) == isOne;
}

internal sealed class OrderTest<T, TValue>(Func<T, TValue?> read, PlanNodeKind order, TValue bound) : RowTest<T>
    where TValue : struct, IComparable<TValue>
{
    public override bool Holds(T row, DecisionContext subject, ulong relations)
    {
        if (read(row) is not { } actual)
            return false;
        var difference = actual.CompareTo(bound);
        return order switch
        {
            PlanNodeKind.Lt => difference < 0,
            PlanNodeKind.Le => difference <= 0,
            PlanNodeKind.Gt => difference > 0,
            _ => difference >= 0,
        };
    }
}
