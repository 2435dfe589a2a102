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
    private readonly ConcurrentDictionary<Key, Query> _queries = new();

    /// <summary>The query that is kept under a key.</summary>
    /// <param name="strategy">Whose way of looking it is.</param>
    /// <param name="rows">What it reads; <see langword="null"/> where the fields say so.</param>
    /// <param name="kind">What it does with them.</param>
    /// <param name="make">Makes it, of these and the fields alone.</param>
    /// <param name="limit">How many it reads; 0 for all.</param>
    public Query Of(CompiledStrategy strategy, CompiledRows? rows, KeptKind kind, Func<Query> make, int limit = 0)
    {
        var key = new Key(strategy, rows, kind, limit);
        return _queries.TryGetValue(key, out var kept) ? kept : _queries.GetOrAdd(key, make());
    }

    // By reference: comparing a strategy part by part would cost as much as what is saved.
    private readonly struct Key(CompiledStrategy strategy, CompiledRows? rows, KeptKind kind, int limit) : IEquatable<Key>
    {
        private readonly CompiledStrategy _strategy = strategy;
        private readonly CompiledRows? _rows = rows;
        private readonly (KeptKind Kind, int Limit) _what = (kind, limit);

        public bool Equals(Key other) => ReferenceEquals(_strategy, other._strategy) && ReferenceEquals(_rows, other._rows) && _what == other._what;

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_strategy), RuntimeHelpers.GetHashCode(_rows), _what);
    }
}

/// <summary>What a kept query does.</summary>
internal enum KeptKind : byte
{
    /// <summary>All rows of a list.</summary>
    Members,

    /// <summary>The first page of a list in the order of its entity.</summary>
    FirstPage,

    /// <summary>One row by its key.</summary>
    Row,

    /// <summary>Whether there is one.</summary>
    RowKey,
}
