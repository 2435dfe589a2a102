namespace Cks.QueryBuilder;

/// <summary>What a query may cost (S30).</summary>
public sealed record QueryBudget
{
    /// <summary>How long a statement may run.</summary>
    /// <value>
    /// Default: 30 seconds. The provider counts whole seconds, so it is rounded up; then it stops the statement at a PostgreSQL server and throws a
    /// <see cref="System.Data.Common.DbException"/>. Of several queries in one read the server itself stops each one, by the millisecond.
    /// On SQLite it bounds how long a lock is waited for, and nothing else.
    /// </value>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most rows of one query; with more, reading ends in a <see cref="QueryRefusedException"/> (<see cref="QueryRefusal.TooManyRows"/>) when the first row too many is met.</summary>
    /// <value>Default: <see langword="null"/>, as many as there are.</value>
    public int? MaxRows { get; init; }

    internal int Seconds => (int)Math.Ceiling(StatementTimeout.TotalSeconds);

    internal long Milliseconds => (long)Math.Ceiling(StatementTimeout.TotalMilliseconds);
}
