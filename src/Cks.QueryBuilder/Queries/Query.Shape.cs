using System.Runtime.CompilerServices;

namespace Cks.QueryBuilder;

/// <content>
/// A query is its last part and the query before it, kept in the order of <see cref="QueryParts.RankOf"/> whatever the order of the calls was.
/// Its shape is the chain without the values: equal shapes are exactly the equal SQL texts, and the hash runs along as the chain grows.
/// (SQLite's texts leave <see cref="ForUpdate"/> out; there two shapes have one text.) A <see cref="Write"/> is such a chain as well.
/// </content>
public sealed partial class Query
{
    private readonly Query? _parent;
    private readonly Query? _source; // the nearest table before it: the root or a join; of a root, those that a group inherits from the query around it
    private readonly Column? _column;
    private readonly object? _value; // a value, the values of a list, or what belongs to the shape: a table, columns, other queries
    private readonly ulong _hash;
    private readonly QueryPart _part;
    private readonly byte _op; // an Op or a place of NULL, in the one byte that there is room for
    private readonly State _state;
    private readonly byte _depth;
    private readonly ushort _parts;
    private readonly ushort _values;

    internal Query(Table table)
    {
        _value = table;
        _hash = HashOf(table);
        if (table.Definition is { IsCommon: false } made)
            (_parts, _values, _depth) = Include(made, 0, 0, 0);
    }

    /// <summary>The root of a group inside a query.</summary>
    private Query(Query outer, State state)
    {
        (_value, _hash, _state) = (outer.Table, HashOf(outer.Table), state);
        _source = QueryParts.IsSource(outer._part) ? outer : outer._source;
    }

    private Query(Query parent, QueryPart part, byte op, Column? column, object? value)
    {
        (_parent, _part, _op, _column, _value) = (parent, part, op, column, value);
        _source = QueryParts.IsSource(parent._part) ? parent : parent._source;
        _state = parent._state;
        var (parts, values, depth) = (parent._parts + 1, (int)parent._values, (int)parent._depth);
        var hash = Mix(parent._hash, ((ulong)part << 8) | op);
        if (column is not null)
        {
            hash = Mix(hash, column.Key);
            values += column.Legs.Length;
        }

        switch (part)
        {
            case QueryPart.Compare or QueryPart.InList or QueryPart.Like or QueryPart.Set or QueryPart.Add:
                values++;
                break;
            case QueryPart.Between:
                values += 2;
                break;
            case QueryPart.CompareColumn:
                hash = Mix(hash, Other.Key);
                values += Other.Legs.Length;
                break;
            case QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Exists or QueryPart.NotExists or QueryPart.Group or QueryPart.NotGroup or QueryPart.Having:
                (parts, values, depth, hash) = Include(Inner, parts, values, depth, hash);
                _state |= part == QueryPart.Having ? State.Aggregates : State.None;
                break;
            case QueryPart.InUnion:
                foreach (var arm in Arms)
                    (parts, values, depth, hash) = Include(arm, parts + 1, values, depth, hash); // an arm of all rows has no part and is a SELECT as well
                break;
            case QueryPart.With:
                hash = Mix(hash, HashOf((Table)value!));
                (parts, values, depth) = Include(((Table)value!).Definition!, parts, values, depth);
                break;
            case QueryPart.Join or QueryPart.LeftJoin or QueryPart.RightJoin or QueryPart.FullJoin or QueryPart.CrossJoin:
                hash = Mix(hash, HashOf(SourceTable));
                if (SourceTable.Definition is { IsCommon: false } made)
                    (parts, values, depth) = Include(made, parts, values, depth);
                if (value is Column other)
                    hash = Mix(hash, other.Key);
                else if (((JoinOn)value!).Condition is { } on)
                    (parts, values, depth, hash) = Include(on, parts, values, depth, hash);
                _state |= part is QueryPart.Join or QueryPart.CrossJoin ? State.None : State.OuterJoin;
                break;
            case QueryPart.Select or QueryPart.Returning or QueryPart.InsertOrUpdate:
                foreach (var chosen in (Column[])value!)
                {
                    hash = Mix(hash, chosen.Key);
                    values += chosen.Legs.Length;
                    _state |= chosen.IsAggregate ? State.Aggregates : State.None;
                }

                break;
            case QueryPart.Distinct:
                _state |= State.Distinct;
                break;
            case QueryPart.GroupBy:
                _state |= State.Grouped;
                break;
            case QueryPart.After:
                for (var order = parent; QueryParts.IsOrder(order._part); order = order._parent!)
                    values++;
                break;
            case QueryPart.Or:
                _state = (_state & State.OfGroups) | State.Alternatives | ((_state & State.False) != 0 ? _state & State.EarlierMayMatch : State.EarlierMayMatch);
                break;
            case QueryPart.False:
                _state |= State.False;
                break;
            case QueryPart.Limit:
                values++;
                _state |= value is 0L ? State.False : State.None;
                break;
            case QueryPart.Tag:
                hash = Mix(hash, (ulong)((SqlTag)value!).Id);
                break;
            case QueryPart.Bound:
                hash = parent._hash;
                break;
        }

        if (parts > MostParts || depth > DeepestNesting)
            throw new QueryRefusedException(QueryRefusal.TooComplex);
        (_hash, _parts, _values, _depth) = (hash, (ushort)parts, (ushort)values, (byte)depth);
    }

    /// <summary>What is known about the query so far. An alternative is what stands between two ORs of a group; outside a group there is one.</summary>
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

        /// <summary>There is a row for each group.</summary>
        Grouped = 8,

        /// <summary>Something is asked of groups.</summary>
        Aggregates = 16,

        /// <summary>Each row once.</summary>
        Distinct = 32,

        /// <summary>A table may be missing in a row, and its columns are NULL then.</summary>
        OuterJoin = 64,

        /// <summary>The conditions are asked of groups.</summary>
        OfGroups = 128,
    }

    internal QueryPart Part => _part;

    internal Op Op => (Op)_op;

    internal Nulls Nulls => (Nulls)_op;

    internal Column Column => _column!;

    internal object? Value => _value;

    internal Query Inner => (Query)_value!;

    internal Query[] Arms => (Query[])_value!;

    internal Column Other => (Column)_value!;

    /// <summary>Of the root and of a join: its table.</summary>
    internal Table SourceTable => _part == QueryPart.From ? (Table)_value! : _column?.Table ?? ((JoinOn)_value!).Table;

    internal bool IsLocking => Has(QueryPart.ForUpdate) || Has(QueryPart.ForShare);

    internal bool IsLimited => Has(QueryPart.Limit);

    internal bool IsBound => _part == QueryPart.Bound;

    internal bool IsGrouped => (_state & State.Grouped) != 0;

    internal bool HasAggregates => (_state & State.Aggregates) != 0;

    internal bool IsDistinct => (_state & State.Distinct) != 0;

    internal bool HasOuterJoin => (_state & State.OuterJoin) != 0;

    /// <summary>Whether a row of the result is more than a row of the tables.</summary>
    internal bool IsReduced => (_state & (State.Grouped | State.Aggregates | State.Distinct)) != 0;

    /// <summary>Of a bound query: the query, and the values of all of it.</summary>
    internal Query Unbound => _parent!;

    internal object[] BoundValues => (object[])_value!;

    internal int ValueCount => _values;

    internal int Parts => _parts;

    internal int Depth => _depth;

    /// <summary>How many values stand before those of this part.</summary>
    internal int FirstValue => _parent is null ? 0 : _parent._values;

    internal ulong Hash => _hash;

    private bool HasAlternatives => (_state & State.Alternatives) != 0;

    internal static bool SameShape(Query a, Query b)
    {
        while (!ReferenceEquals(a, b))
        {
            if (a._hash != b._hash || a._part != b._part || a._op != b._op || !SameColumn(a._column, b._column) || !SameInner(a, b))
                return false;
            if (a._parent is null || b._parent is null)
                return a._parent == b._parent;
            (a, b) = (a._parent, b._parent);
        }

        return true;
    }

    internal static bool SameShapes(Query[] a, Query[] b)
    {
        var same = a.Length == b.Length;
        for (var i = 0; same && i < a.Length; i++)
            same = SameShape(a[i], b[i]);
        return same;
    }

    internal static ulong Mix(ulong hash, ulong next)
    {
        hash = (hash ^ next) * 0xD6E8_FEB8_6659_FD93;
        return hash ^ (hash >> 32);
    }

    /// <summary>The same query without its values, to be kept longer than they may be; good for nothing but a comparison.</summary>
    internal Query WithoutValues() => _parent is null
        ? _source is null ? new(((Table)_value!).WithoutValues()) : new(((Table)_value!).WithoutValues().AllRows, State.None)
        : _part == QueryPart.Bound ? _parent.WithoutValues() : new(_parent.WithoutValues(), _part, _op, _column?.Shape, ShapeOf(_value));

    /// <summary>The parts in the order of their ranks, the root left out.</summary>
    internal Query[] Chain()
    {
        var length = 0;
        for (var part = this; part._parent is not null; part = part._parent)
            length++;
        var chain = new Query[length];
        for (var part = this; part._parent is not null; part = part._parent)
            chain[--length] = part;
        return chain;
    }

    internal object[] CopyValues()
    {
        var values = new object[_values];
        CopyValues(values);
        return values;
    }

    /// <summary>Writes the values in the order of the chain. Backwards, because that is how it is linked.</summary>
    private void CopyValues(Span<object> into)
    {
        for (var query = this; query is not null && query._values > 0; query = query._parent)
        {
            var first = query.FirstValue;
            if (query._values == first)
                continue;
            if (query._column is { Legs.Length: > 0 } column)
                first = Copy(column, into, first);
            switch (query._part)
            {
                case QueryPart.Compare or QueryPart.InList or QueryPart.Like or QueryPart.Limit or QueryPart.Set or QueryPart.Add:
                    into[first] = query._value!;
                    break;
                case QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Exists or QueryPart.NotExists or QueryPart.Group or QueryPart.NotGroup or QueryPart.Having:
                    query.Inner.CopyValues(into.Slice(first, query.Inner._values));
                    break;
                case QueryPart.InUnion:
                    Copy(query.Arms, into, first);
                    break;
                case QueryPart.After or QueryPart.Between:
                    ((object[])query._value!).CopyTo(into[first..]);
                    break;
                case QueryPart.CompareColumn:
                    Copy(query.Other, into, first);
                    break;
                case QueryPart.Select:
                    foreach (var chosen in (Column[])query._value!)
                        first = Copy(chosen, into, first);
                    break;
                case QueryPart.From or QueryPart.With:
                    Copy(((Table)query._value!).Definition!.Arms, into, first);
                    break;
                case QueryPart.Join or QueryPart.LeftJoin or QueryPart.RightJoin or QueryPart.FullJoin or QueryPart.CrossJoin:
                    if (query.SourceTable.Definition is { IsCommon: false } made)
                        first = Copy(made.Arms, into, first);
                    if (query._value is JoinOn { Condition: { } on })
                        on.CopyValues(into.Slice(first, on._values));
                    break;
            }
        }
    }

    /// <summary>The same with a column that is written; of a chain that holds nothing else yet.</summary>
    internal Query Assign(QueryPart part, Column column, object? value)
    {
        if (column.Term is not null)
            throw new ArgumentException($"{column} is computed.", nameof(column));
        CheckOwn(column);
        if (Array.Exists(Chain(), p => p._column == column))
            throw new ArgumentException($"{column} is set already.", nameof(column));
        return Append(part, column, value);
    }

    /// <summary>What is written, the rows that it is written to, and how.</summary>
    internal Query ToStatement(Query rows, QueryPart statement, Column[]? key, Column[]? returned)
    {
        var query = AppendAll(rows).Append(statement, null, key);
        return returned is null ? query : query.Append(QueryPart.Returning, null, returned);
    }

    /// <summary>Whether it is a declared table and conditions of its rows, and nothing else.</summary>
    internal bool IsConditions() =>
        QueryParts.IsCondition(_part) && _source is { _parent: null } && Table is { IsMade: false, IsAlias: false } && !Has(QueryPart.Select) && !IsReduced && !Has(QueryPart.With);

    internal Query Or() => _part is QueryPart.From or QueryPart.Or ? this : Append(QueryPart.Or, null, null);

    /// <summary>The tables that it reads, the last one first.</summary>
    internal bool Reads(Table table)
    {
        for (var source = QueryParts.IsSource(_part) ? this : _source; source is not null; source = source._source)
        {
            if (ReferenceEquals(source.SourceTable, table))
                return true;
        }

        return false;
    }

    internal Query? Find(QueryPart part)
    {
        var query = this;
        while (query is not null && query._part != part)
            query = query._parent;
        return query;
    }

    private static ulong HashOf(Table table) =>
        table.Definition is { } made ? Mix(Mix(0x2545_F491_4F6C_DD1D, (ulong)table.Number), made.Hash) : Mix(0x9E37_79B9_7F4A_7C15, (ulong)table.Id);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SameColumn(Column? a, Column? b) => ReferenceEquals(a, b) || (a is not null && b is not null && a.Key == b.Key);

    // Of two parts of the same kind. Values are not looked at: both have one in the same place.
    private static bool SameInner(Query a, Query b) => a._part switch
    {
        QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Exists or QueryPart.NotExists or QueryPart.Group or QueryPart.NotGroup or QueryPart.Having => SameShape(a.Inner, b.Inner),
        QueryPart.InUnion => SameShapes(a.Arms, b.Arms),
        QueryPart.CompareColumn => a.Other.Key == b.Other.Key,
        QueryPart.Select or QueryPart.Returning or QueryPart.InsertOrUpdate => SameColumns((Column[])a._value!, (Column[])b._value!),
        QueryPart.From or QueryPart.With => Table.SameShape((Table)a._value!, (Table)b._value!),
        >= QueryPart.Join and <= QueryPart.CrossJoin => SameJoin(a._value!, b._value!) && Table.SameShape(a.SourceTable, b.SourceTable),
        QueryPart.Tag => ReferenceEquals(a._value, b._value),
        _ => true,
    };

    private static bool SameColumns(Column[] a, Column[] b)
    {
        var same = a.Length == b.Length;
        for (var i = 0; same && i < a.Length; i++)
            same = a[i].Key == b[i].Key;
        return same;
    }

    private static bool SameJoin(object a, object b) => (a, b) switch
    {
        (Column x, Column y) => x.Key == y.Key,
        (JoinOn x, JoinOn y) => x.Condition is { } mine && y.Condition is { } its ? SameShape(mine, its) : x.Condition == y.Condition,
        _ => false,
    };

    private static object? ShapeOf(object? value) => value switch
    {
        Query inner => inner.WithoutValues(),
        Query[] arms => Array.ConvertAll(arms, a => a.WithoutValues()),
        Column other => other.Shape,
        Column[] columns => Array.ConvertAll(columns, c => c.Shape),
        Table table => table.WithoutValues(),
        JoinOn on => new JoinOn(on.Table.WithoutValues(), on.Condition?.WithoutValues()),
        SqlTag tag => tag,
        _ => null,
    };

    private static (int Parts, int Values, int Depth, ulong Hash) Include(Query inner, int parts, int values, int depth, ulong hash) =>
        (parts + inner._parts, values + inner._values, Math.Max(depth, inner._depth + 1), Mix(hash, inner._hash));

    private static (ushort Parts, ushort Values, byte Depth) Include(TableDefinition made, int parts, int values, int depth)
    {
        if (parts + made.Parts > MostParts || made.Depth > DeepestNesting)
            throw new QueryRefusedException(QueryRefusal.TooComplex);
        return ((ushort)(parts + made.Parts), (ushort)(values + made.ValueCount), (byte)Math.Max(depth, made.Depth));
    }

    private static int Copy(Column column, Span<object> into, int at)
    {
        column.Legs.CopyTo(into[at..]);
        return at + column.Legs.Length;
    }

    private static int Copy(Query[] arms, Span<object> into, int at)
    {
        foreach (var arm in arms)
        {
            arm.CopyValues(into.Slice(at, arm._values));
            at += arm._values;
        }

        return at;
    }

    private Query Append(QueryPart part, Column? column, object? value, byte op = 0)
    {
        var (mine, its) = (QueryParts.RankOf(_part), QueryParts.RankOf(part));
        if (mine < its || (mine == its && QueryParts.IsMany(its)))
            return new(this, part, op, column, value);
        if (IsBound)
            throw new InvalidOperationException("The query has the values of its parameters; bind them last.");
        var below = _parent!.Append(part, column, value, op);
        return mine == its ? below : below.Again(this); // a limit or a choice of columns is replaced, a later part is put back on top
    }

    private Query Again(Query part) => new(this, part._part, part._op, part._column, part._value);

    private Query AppendAll(Query chain) => chain.Chain().Aggregate(this, (query, part) => query.Append(part._part, part._column, part._value, part._op));

    private Query Without(QueryPart first, QueryPart last)
    {
        if (_parent is null)
            return this;
        var below = _parent.Without(first, last);
        return _part >= first && _part <= last ? below : below == _parent ? this : below.Again(this);
    }

    // Of what has one place, which is known by its rank.
    private bool Has(QueryPart part)
    {
        var (query, rank) = (this, QueryParts.RankOf(part));
        while (QueryParts.RankOf(query._part) > rank)
            query = query._parent!;
        return query._part == part;
    }
}
