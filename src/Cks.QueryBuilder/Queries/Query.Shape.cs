namespace Cks.QueryBuilder;

/// <content>
/// A query is its last part and the query before it, kept in the order of the SQL text whatever the order of the calls was.
/// Its shape is the chain without the values: equal shapes are exactly the equal SQL texts, and the hash runs along as the chain grows.
/// </content>
public sealed partial class Query
{
    private readonly Query? _parent;
    private readonly object? _subject; // the table, a column, or the chosen columns
    private readonly object? _value; // a value, the values of a list, or another query, which belongs to the shape
    private readonly ulong _hash;
    private readonly QueryPart _part;
    private readonly byte _op; // an Op, in the one byte that there is room for
    private readonly State _state;
    private readonly byte _depth;
    private readonly ushort _parts;
    private readonly ushort _values;

    internal Query(Table table)
    {
        _subject = table;
        _hash = Mix(0x9E37_79B9_7F4A_7C15, (ulong)table.Id);
    }

    private Query(Query parent, QueryPart part, Op op, object? subject, object? value)
    {
        (_parent, _part, _op, _subject, _value) = (parent, part, (byte)op, subject, value);
        var inner = value as Query;
        var parts = parent._parts + 1 + (inner?._parts ?? 0);
        _depth = inner is null ? parent._depth : Math.Max(parent._depth, (byte)(inner._depth + 1));
        if (parts > MostParts || _depth > DeepestNesting)
            throw new QueryRefusedException(QueryRefusal.TooComplex);
        _parts = (ushort)parts;
        _values = (ushort)(parent._values + (inner?._values ?? (HoldsValue(part) ? 1 : 0)));
        _state = StateAfter(parent._state, part, value);
        _hash = Mix(parent._hash, ((ulong)part << 40) | ((ulong)op << 32) | (subject is Column column ? (uint)column.Id : 0));
        if (inner is not null)
            _hash = Mix(_hash, inner._hash);
        else if (subject is Column[] columns)
        {
            foreach (var chosen in columns)
                _hash = Mix(_hash, (ulong)chosen.Id);
        }
    }

    /// <summary>What is known about the conditions so far. An alternative is what stands between two ORs of a group; outside a group there is one.</summary>
    [Flags]
    private enum State : byte
    {
        None = 0,

        /// <summary>The alternative that is being written cannot match.</summary>
        False = 1,

        /// <summary>There is more than one alternative.</summary>
        Alternatives = 2,

        /// <summary>An earlier alternative may match.</summary>
        EarlierMayMatch = 4,
    }

    internal QueryPart Part => _part;

    internal Op Op => (Op)_op;

    internal Column Column => (Column)_subject!;

    internal Query Inner => (Query)_value!;

    internal int ValueCount => _values;

    internal ulong Hash => _hash;

    private bool HasAlternatives => (_state & State.Alternatives) != 0;

    // Conditions are appended most, so what comes after them in the text is what gets lifted over.
    private int Rank => RankOf(_part);

    internal static bool SameShape(Query a, Query b)
    {
        while (!ReferenceEquals(a, b))
        {
            if (a._hash != b._hash || a._part != b._part || a._op != b._op || !SameSubject(a._subject, b._subject) || a._parent is null || b._parent is null)
                return false;
            if (a._value is Query inner && !SameShape(inner, b.Inner))
                return false;
            (a, b) = (a._parent, b._parent);
        }

        return true;
    }

    /// <summary>The same query without its values, to be kept longer than they may be.</summary>
    internal Query WithoutValues() =>
        _parent is null ? this : new(_parent.WithoutValues(), _part, Op, _subject, (_value as Query)?.WithoutValues());

    /// <summary>The parts in the order of the text, the root left out.</summary>
    internal IEnumerable<Query> Chain() => _parent is null ? [] : _parent.Chain().Append(this);

    /// <summary>Writes the values, as a dialect binds them, in the order of the text. Backwards, because that is how the chain is linked.</summary>
    internal void CopyValues(Span<object> into, SqlCompiler compiler)
    {
        for (var query = this; query._values > 0; query = query._parent!)
        {
            if (query._value is null)
                continue;
            if (query._value is Query inner)
                inner.CopyValues(into.Slice(query._values - inner._values, inner._values), compiler);
            else
                into[query._values - 1] = compiler.Bind(query._subject as Column, query._value);
        }
    }

    internal Query Or() => _part == QueryPart.From ? this : Append(QueryPart.Or, null, null);

    private static bool SameSubject(object? a, object? b) => ReferenceEquals(a, b) || (a is Column[] x && b is Column[] y && x.AsSpan().SequenceEqual(y));

    private static bool HoldsValue(QueryPart part) => part is QueryPart.Compare or QueryPart.InList or QueryPart.Like or QueryPart.Limit;

    private static int RankOf(QueryPart part) => part switch
    {
        QueryPart.From => 0,
        QueryPart.Select => 1,
        QueryPart.OrderBy or QueryPart.OrderByDesc => 3,
        QueryPart.Limit => 4,
        QueryPart.Count => 5,
        _ => 2,
    };

    private static State StateAfter(State state, QueryPart part, object? value) => part switch
    {
        QueryPart.False => state | State.False,
        QueryPart.Limit when value is 0L => state | State.False,
        QueryPart.Or => State.Alternatives | ((state & State.False) != 0 ? state & State.EarlierMayMatch : State.EarlierMayMatch),
        _ => state,
    };

    private static ulong Mix(ulong hash, ulong next)
    {
        hash = (hash ^ next) * 0xD6E8_FEB8_6659_FD93;
        return hash ^ (hash >> 32);
    }

    private Query Append(QueryPart part, object? subject, object? value, Op op = default)
    {
        var rank = RankOf(part);
        if (Rank < rank || (Rank == rank && rank is 2 or 3))
            return new(this, part, op, subject, value);
        var below = _parent!.Append(part, subject, value, op);
        return Rank == rank ? below : below.Again(this); // a limit or a choice of columns is replaced, a later part is put back on top
    }

    private Query Again(Query part) => new(this, part._part, part.Op, part._subject, part._value);

    private Query AppendAll(Query chain) => chain.Chain().Aggregate(this, (query, part) => query.Append(part._part, part._subject, part._value, part.Op));

    private Query Without(QueryPart first, QueryPart last)
    {
        if (_parent is null)
            return this;
        var below = _parent.Without(first, last);
        return _part >= first && _part <= last ? below : below == _parent ? this : below.Again(this);
    }

    private Query? Find(QueryPart part)
    {
        var query = this;
        while (query is not null && query._part != part)
            query = query._parent;
        return query;
    }
}
