namespace Cks.QueryBuilder;

/// <content>
/// A query is its last part and the query before it, kept in the order of the SQL text whatever the order of the calls was.
/// Its shape is the chain without the values: equal shapes are exactly the equal SQL texts, and the hash runs along as the chain grows.
/// (SQLite's texts leave <see cref="ForUpdate"/> out; there two shapes have one text.) A <see cref="Write"/> is such a chain as well.
/// </content>
public sealed partial class Query
{
    private const int SetRank = (int)QueryPart.Set >> 4;
    private const int ConditionRank = (int)QueryPart.Compare >> 4;
    private const int OrderRank = (int)QueryPart.OrderBy >> 4;
    private readonly Query? _parent;
    private readonly Column? _column;
    private readonly object? _value; // a value, the values of a list, or what belongs to the shape: the table, the chosen columns, another column, other queries
    private readonly ulong _hash;
    private readonly QueryPart _part;
    private readonly byte _op; // an Op, in the one byte that there is room for
    private readonly State _state;
    private readonly byte _depth;
    private readonly ushort _parts;
    private readonly ushort _values;

    internal Query(Table table)
    {
        _value = table;
        _hash = Mix(0x9E37_79B9_7F4A_7C15, (ulong)table.Id);
    }

    private Query(Query parent, QueryPart part, Op op, Column? column, object? value)
    {
        (_parent, _part, _op, _column, _value) = (parent, part, (byte)op, column, value);
        (_state, _depth, _values) = (parent._state, parent._depth, parent._values);
        _hash = Mix(parent._hash, ((ulong)part << 40) | ((ulong)op << 32) | (column is null ? 0 : (uint)column.Id));
        var parts = parent._parts + 1;
        switch (part)
        {
            case QueryPart.Compare or QueryPart.InList or QueryPart.Like or QueryPart.Set or QueryPart.Add:
                _values++;
                break;
            case QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Group:
                var inner = (Query)value!;
                parts += inner._parts;
                _values += inner._values;
                _depth = Math.Max(_depth, (byte)(inner._depth + 1));
                _hash = Mix(_hash, inner._hash);
                break;
            case QueryPart.InUnion:
                foreach (var arm in (Query[])value!)
                {
                    parts += arm._parts + 1; // an arm of all rows has no part and is a SELECT as well
                    _values += arm._values;
                    _depth = Math.Max(_depth, (byte)(arm._depth + 1));
                    _hash = Mix(_hash, arm._hash);
                }

                break;
            case QueryPart.CompareColumn:
                _hash = Mix(_hash, (ulong)((Column)value!).Id);
                break;
            case QueryPart.After:
                for (var order = parent; RankOf(order._part) == OrderRank; order = order._parent!)
                    _values++;
                break;
            case QueryPart.Or:
                _state = State.Alternatives | ((_state & State.False) != 0 ? _state & State.EarlierMayMatch : State.EarlierMayMatch);
                break;
            case QueryPart.False:
                _state |= State.False;
                break;
            case QueryPart.Select:
                foreach (var chosen in (Column[])value!)
                    _hash = Mix(_hash, (ulong)chosen.Id);
                break;
            case QueryPart.Limit:
                _values++;
                _state |= value is 0L ? State.False : State.None;
                break;
        }

        if (parts > MostParts || _depth > DeepestNesting)
            throw new QueryRefusedException(QueryRefusal.TooComplex);
        _parts = (ushort)parts;
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

    internal Column Column => _column!;

    internal Query Inner => (Query)_value!;

    internal Query[] Arms => (Query[])_value!;

    internal Column Other => (Column)_value!;

    internal bool IsLocking => _part is QueryPart.ForUpdate or QueryPart.ForShare;

    internal bool IsLimited => Find(QueryPart.Limit) is not null;

    internal int ValueCount => _values;

    internal ulong Hash => _hash;

    private bool HasAlternatives => (_state & State.Alternatives) != 0;

    internal static bool SameShape(Query a, Query b)
    {
        while (!ReferenceEquals(a, b))
        {
            if (a._hash != b._hash || a._part != b._part || a._op != b._op || a._column != b._column || !SameInner(a, b) || a._parent is null || b._parent is null)
                return false;
            (a, b) = (a._parent, b._parent);
        }

        return true;
    }

    /// <summary>The same query without its values, to be kept longer than they may be.</summary>
    internal Query WithoutValues() =>
        _parent is null ? this : new(_parent.WithoutValues(), _part, Op, _column, _value switch
        {
            Query inner => inner.WithoutValues(),
            Query[] arms => Array.ConvertAll(arms, a => a.WithoutValues()),
            Column other => other,
            Column[] columns => columns,
            _ => null,
        });

    /// <summary>The parts in the order of the text, the root left out.</summary>
    internal IEnumerable<Query> Chain() => _parent is null ? [] : _parent.Chain().Append(this);

    /// <summary>Writes the values, as a dialect binds them, in the order of the text. Backwards, because that is how the chain is linked.</summary>
    internal void CopyValues(Span<object> into, SqlCompiler compiler)
    {
        for (var query = this; query._values > 0; query = query._parent!)
        {
            switch (query._part)
            {
                case QueryPart.Compare or QueryPart.InList or QueryPart.Like or QueryPart.Limit or QueryPart.Set or QueryPart.Add:
                    into[query._values - 1] = compiler.Bind(query._column, query._value!);
                    break;
                case QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Group:
                    query.Inner.CopyValues(into.Slice(query._values - query.Inner._values, query.Inner._values), compiler);
                    break;
                case QueryPart.InUnion:
                    var next = (int)query._parent!._values;
                    foreach (var arm in query.Arms)
                    {
                        arm.CopyValues(into.Slice(next, arm._values), compiler);
                        next += arm._values;
                    }

                    break;
                case QueryPart.After:
                    var key = (object[])query._value!;
                    for (var i = 0; i < key.Length; i++)
                        into[query._values - key.Length + i] = compiler.Bind(null, key[i]);
                    break;
            }
        }
    }

    /// <summary>The same with a column that is written; of a chain that holds nothing else yet.</summary>
    internal Query Assign(QueryPart part, Column column, object? value)
    {
        CheckOwn(column);
        if (Chain().Any(p => p._column == column))
            throw new ArgumentException($"{column} is set already.", nameof(column));
        return Append(part, column, value);
    }

    /// <summary>What is written, the rows that it is written to, and how.</summary>
    internal Query ToStatement(Query rows, QueryPart statement) => AppendAll(rows).Append(statement, null, null);

    /// <summary>Whether it is a table and conditions of its rows, and nothing else.</summary>
    internal bool IsConditions() => RankOf(_part) == ConditionRank && Find(QueryPart.Select) is null;

    /// <summary>The same without the key that it is behind and without its limit.</summary>
    internal Query WithoutPage() => Without(QueryPart.After, QueryPart.Limit);

    internal Query Or() => _part == QueryPart.From ? this : Append(QueryPart.Or, null, null);

    // Of two parts of the same kind. Values are not looked at: both have one in the same place.
    private static bool SameInner(Query a, Query b) => a._part switch
    {
        QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Group => SameShape(a.Inner, b.Inner),
        QueryPart.InUnion => SameArms(a.Arms, b.Arms),
        QueryPart.CompareColumn => a.Other == b.Other,
        QueryPart.Select => ((Column[])a._value!).AsSpan().SequenceEqual((Column[])b._value!),
        _ => true,
    };

    private static bool SameArms(Query[] a, Query[] b)
    {
        var same = a.Length == b.Length;
        for (var i = 0; same && i < a.Length; i++)
            same = SameShape(a[i], b[i]);
        return same;
    }

    private static int RankOf(QueryPart part) => (int)part >> 4;

    private static ulong Mix(ulong hash, ulong next)
    {
        hash = (hash ^ next) * 0xD6E8_FEB8_6659_FD93;
        return hash ^ (hash >> 32);
    }

    private Query Append(QueryPart part, Column? column, object? value, Op op = default)
    {
        var (mine, its) = (RankOf(_part), RankOf(part));
        if (mine < its || (mine == its && its is SetRank or ConditionRank or OrderRank))
            return new(this, part, op, column, value);
        var below = _parent!.Append(part, column, value, op);
        return mine == its ? below : below.Again(this); // a limit or a choice of columns is replaced, a later part is put back on top
    }

    private Query Again(Query part) => new(this, part._part, part.Op, part._column, part._value);

    private Query AppendAll(Query chain) => chain.Chain().Aggregate(this, (query, part) => query.Append(part._part, part._column, part._value, part.Op));

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
