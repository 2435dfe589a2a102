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

    /// <summary>Its name in messages; never in the text of a query.</summary>
    public override string ToString() => _name;
}

