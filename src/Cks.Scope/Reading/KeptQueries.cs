using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// Queries that leave their viewer open, made once for all who have the same strategy and are shown the same fields: making one costs more than sending it. They end with the fields, so with the policy and the model.
/// What a policy asks of rows is not among them; it may differ from viewer to viewer.
/// </summary>
internal sealed class KeptQueries
{
    private readonly ConcurrentDictionary<Key, object> _kept = new();

    /// <summary>Rows that can be listed; <see langword="null"/> until they are kept.</summary>
    /// <param name="strategy">Whose way of looking it is.</param>
    /// <param name="rows">Which rows; an entity for all of it.</param>
    public ListedRows? List(CompiledStrategy strategy, object rows) => _kept.TryGetValue(new(strategy, rows), out var kept) ? (ListedRows)kept : null;

    /// <summary>Keeps rows that can be listed.</summary>
    public ListedRows Keep(CompiledStrategy strategy, object rows, ListedRows listed) => (ListedRows)_kept.GetOrAdd(new(strategy, rows), listed);

    /// <summary>One row whose key is left open; <see langword="null"/> until it is kept.</summary>
    /// <param name="strategy">Whose way of looking it is.</param>
    /// <param name="onlyKey">Whether nothing else of it is read.</param>
    public Query? Row(CompiledStrategy strategy, bool onlyKey) => _kept.TryGetValue(new(strategy, onlyKey ? Single.Key : Single.All), out var kept) ? (Query)kept : null;

    /// <summary>Keeps one row.</summary>
    public Query Keep(CompiledStrategy strategy, bool onlyKey, Query row) => (Query)_kept.GetOrAdd(new(strategy, onlyKey ? Single.Key : Single.All), row);

    /// <summary>Every row that is seen in whatever way; <see langword="null"/> until it is kept.</summary>
    /// <param name="strategy">Whose way of looking it is.</param>
    /// <param name="ofLive">Whether the own record being live is a condition.</param>
    public Query? Rows(CompiledStrategy strategy, bool ofLive) => _kept.TryGetValue(new(strategy, ofLive ? Single.RowsOfLive : Single.Rows), out var kept) ? (Query)kept : null;

    /// <summary>Keeps every row.</summary>
    public Query KeepRows(CompiledStrategy strategy, bool ofLive, Query rows) => (Query)_kept.GetOrAdd(new(strategy, ofLive ? Single.RowsOfLive : Single.Rows), rows);

    // By reference: comparing a strategy part by part would cost as much as what is saved.
    private readonly struct Key(CompiledStrategy strategy, object what) : IEquatable<Key>
    {
        private readonly CompiledStrategy _strategy = strategy;
        private readonly object _what = what;

        public bool Equals(Key other) => ReferenceEquals(_strategy, other._strategy) && ReferenceEquals(_what, other._what);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_strategy), RuntimeHelpers.GetHashCode(_what));
    }

    private static class Single
    {
        public static readonly object All = new();
        public static readonly object Rows = new();
        public static readonly object RowsOfLive = new();
        public static readonly object Key = new();
    }
}
