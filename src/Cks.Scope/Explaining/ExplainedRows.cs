using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Rows that a role sees under one name, and why these.</summary>
/// <param name="Kind"><c>own</c>, <c>above</c>, <c>set</c>, <c>list</c>, <c>all</c> or <c>metric</c>.</param>
/// <param name="Name">Name in the model.</param>
/// <param name="Entity">What they are.</param>
internal sealed record ExplainedRows(string Kind, string Name, ScopeEntity Entity)
{
    /// <summary>The key in an answer, where it is another than the name.</summary>
    public string? Answer { get; init; }

    /// <summary>The ways to them; none to the own record and to everything.</summary>
    public IReadOnlyList<ScopePath> Ways { get; init; } = [];

    /// <summary>What they must be like besides, in words.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>Which of them the policy permits, in words.</summary>
    public required string Plan { get; init; }

    /// <summary>The fields that are shown, of those that the entity has; <see langword="null"/> when nothing is.</summary>
    public required IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Fields that the policy hides.</summary>
    public required IReadOnlyList<string> Hidden { get; init; }

    /// <summary>What is sent for a page of them.</summary>
    public IReadOnlyList<ScopeStatement> Statements { get; init; } = [];

    /// <summary>The same rows, to be counted; <see langword="null"/> where there are none to count.</summary>
    public Query? Counted { get; init; }

    /// <summary>How many there are, where a database was asked.</summary>
    public long? Rows { get; init; }
}
