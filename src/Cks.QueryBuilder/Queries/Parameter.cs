namespace Cks.QueryBuilder;

/// <summary>A value that a query leaves open; <see cref="Query.Bind"/> gives it. Compared by reference.</summary>
public abstract class Parameter
{
    /// <summary>Most parameters of a query: 30.</summary>
    public const int Most = 30;

    private readonly string _name;

    private protected Parameter(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name;
    }

    /// <summary>
    /// Whether the database plans without looking at the value. PostgreSQL plans a statement anew for each value as long as it expects a better plan of that, and planning one of many tables takes longer than
    /// reading a few rows; of what it cannot look at it keeps one plan. For a value whose plan is the same whatever it is, such as the one at which a range of an index begins that is read up to a limit.
    /// What a sub-query with such a value excludes is looked up for each row, and never read whole.
    /// </summary>
    /// <value>Default: <see langword="false"/>. On SQLite it says nothing.</value>
    public bool IsOpaque { get; init; }

    /// <summary>Its name in messages; never in the text of a query.</summary>
    public override string ToString() => _name;
}

