using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// What a query in scope asks of a type, without the values. It is made an expression once and kept; a query then names it and brings its values along, so that it is short until it is compiled. Equal where the
/// queries are, part by part, and where the same values are equal to each other.
/// </summary>
internal sealed class RowsShape : IEquatable<RowsShape>
{
    private const int MostKept = 4_096;

    private static readonly ConcurrentDictionary<RowsShape, RowsShape> Kept = new();

    private readonly IEntityType _type;
    private readonly Query _query;
    private readonly int[] _firsts;

    private RowsShape(IEntityType type, Query query, int[] firsts) => (_type, _query, _firsts) = (type, query, firsts);

    /// <summary>Whether a row is one, with a parameter for each of <see cref="Values"/>.</summary>
    public LambdaExpression Predicate { get; private init; } = null!;

    /// <summary>What the rows begin with in a query.</summary>
    public MethodInfo Begin { get; private init; } = null!;

    /// <summary>The parameters, the place of the value of each, how it is captured, and how it is handed on.</summary>
    public IReadOnlyList<(ParameterExpression Parameter, int Index, Func<object, Expression> Capture, MethodInfo With)> Values { get; private init; } = [];

    public static RowsShape Of(IEntityType type, Query query, object[] values)
    {
        var firsts = new int[values.Length];
        for (var i = 0; i < firsts.Length; i++)
            firsts[i] = Array.IndexOf(values, values[i]);
        if (Kept.TryGetValue(new(type, query, firsts), out var kept))
            return kept;
        if (Kept.Count >= MostKept)
            Kept.Clear(); // models of contexts and policies that are gone
        var shape = Made(type, query.WithoutValues(), firsts);
        return Kept.GetOrAdd(shape, shape);
    }

    public bool Equals(RowsShape? other) => other is not null && ReferenceEquals(_type, other._type) && _firsts.AsSpan().SequenceEqual(other._firsts) && Query.SameShape(_query, other._query);

    public override bool Equals(object? obj) => Equals(obj as RowsShape);

    public override int GetHashCode() => HashCode.Combine(_type, _query.Hash, _firsts.Length);

    private static RowsShape Made(IEntityType type, Query query, int[] firsts)
    {
        var places = new Places(type.ClrType, firsts);
        var predicate = new QueryTranslator(type.Model, places).Predicate(type, query);
        return new(type, query, firsts) { Predicate = predicate, Begin = ScopedRows.BeginOf(type.ClrType), Values = places.All };
    }

    /// <summary>Parameters in place of values; what is compared several times is one.</summary>
    private sealed class Places(Type rows, int[] firsts) : QueryValues
    {
        private readonly List<(ParameterExpression Parameter, int Index, Func<object, Expression> Capture, MethodInfo With)> _all = [];

        public IReadOnlyList<(ParameterExpression, int, Func<object, Expression>, MethodInfo)> All => _all;

        public override Expression At(Type type, int index) => Of(type, index, Slots.Of(type).One);

        public override Expression ListAt(Type type, int index) => Of(type.MakeArrayType(), index, Slots.Of(type).List);

        private ParameterExpression Of(Type type, int index, Func<object, Expression> capture)
        {
            var first = firsts[index];
            if (_all.Find(v => v.Index == first && v.Parameter.Type == type).Parameter is { } known)
                return known;
            var parameter = Expression.Parameter(type);
            _all.Add((parameter, first, capture, ScopedRows.WithOf(rows, type)));
            return parameter;
        }
    }
}
