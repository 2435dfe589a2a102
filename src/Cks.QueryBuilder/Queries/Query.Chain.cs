using System.Runtime.CompilerServices;

namespace Cks.QueryBuilder;

/// <content>
/// A query is its last part and the query before it, kept in the order of <see cref="QueryParts.RankOf"/> whatever the order of the calls was.
/// Its shape is the chain without the values: equal shapes are exactly the equal SQL texts, and the hash runs along as the chain grows.
/// (SQLite's texts leave <see cref="ForUpdate"/> out; there two shapes have one text.) A <see cref="Write"/> is such a chain as well.
/// </content>
public sealed partial class Query
{
    private const byte Opaque = 0x80; // beside an Op

    private readonly Query? _parent;
    private readonly Column? _column;
    private readonly object? _value; // a value, the values of a list, or what belongs to the shape: a table, columns, other queries; of the root of a group, the query around it
    private readonly ulong _hash;
    private readonly QueryPart _part;
    private readonly byte _op; // an Op or a place of NULL, in the one byte that there is room for
    private readonly State _state;
    private readonly byte _depth;
    private readonly ushort _parts;
    private readonly ushort _values;
    private Template? _template; // what a query that is kept has been asked for before

    internal Query(Table table)
    {
        _value = table;
        _hash = HashOf(table);
        if (table.Definition is not { } made)
            return;
        var size = new Size(_hash, State.None, 0, 0, 0);
        size.Add(made, isNamed: false);
        size.Check();
        (_state, _depth, _parts, _values) = (size.State, (byte)size.Depth, (ushort)size.Parts, (ushort)size.Values);
    }

    /// <summary>The root of a group inside a query.</summary>
    private Query(Query outer, State state) => (_value, _hash, _state) = (outer, HashOf(outer.Table), state);

    /// <summary>The root of a group inside a query that is kept without its values.</summary>
    private Query(ulong hash) => _hash = hash;

    /// <summary>A query with the values of its parameters.</summary>
    private Query(Query parent, object[] values)
    {
        (_parent, _part, _value) = (parent, QueryPart.Bound, values);
        (_state, _hash, _parts, _values, _depth) = (parent._state, parent._hash, parent._parts, parent._values, parent._depth);
    }

    private Query(Query parent, QueryPart part, byte op, Column? column, object? value)
    {
        (_parent, _part, _op, _column, _value) = (parent, part, op, column, value);
        var (next, values) = ((((ulong)part << 8) | op) * 0x9E37_79B9_7F4A_7C15, (int)parent._values);
        if (column is not null)
            (next, values) = (next + column.Key, values + column.Legs.Length);
        var hash = Mix(parent._hash, next);

        var own = QueryParts.ValuesOf(part);
        if (own != QueryParts.Whole)
        {
            (_hash, _state, _depth, _parts, _values) = (hash, parent._state, parent._depth, (ushort)(parent._parts + 1), (ushort)(values + own));
        }
        else
        {
            var size = new Size(hash, parent._state, parent._parts + 1, values, parent._depth);
            Include(ref size);
            size.Check();
            (_hash, _state, _depth, _parts, _values) = (size.Hash, size.State, (byte)size.Depth, (ushort)size.Parts, (ushort)size.Values);
        }

        if (_parts > MostParts || _values > MostValues)
            throw new QueryRefusedException(QueryRefusal.TooComplex);
    }

    // What a part adds that is more than a column, an operator and values.
    private void Include(ref Size size)
    {
        switch (_part)
        {
            case QueryPart.CompareColumn:
                size.Hash = Mix(size.Hash, Other.Key);
                size.Values += Other.Legs.Length;
                break;
            case QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Exists or QueryPart.NotExists or QueryPart.Group or QueryPart.NotGroup or QueryPart.Having:
                size.Add(Inner);
                size.State |= _part == QueryPart.Having ? State.Aggregates : State.None;
                break;
            case QueryPart.InUnion:
                foreach (var arm in Arms)
                {
                    size.Parts++; // an arm of all rows has no part and is a SELECT as well
                    size.Add(arm);
                }

                break;
            case QueryPart.With:
                size.Hash = Mix(size.Hash, HashOf((Table)_value!));
                size.Add(((Table)_value!).Definition!, isNamed: true);
                break;
            case QueryPart.Join or QueryPart.LeftJoin or QueryPart.RightJoin or QueryPart.FullJoin or QueryPart.CrossJoin:
                if (_column is null)
                {
                    var on = (JoinOn)_value!;
                    size.Hash = Mix(size.Hash, HashOf(on.Table));
                    if (on.Table.Definition is { } made)
                        size.Add(made, isNamed: false);
                    if (on.Condition is not null)
                        size.Add(on.Condition);
                }
                else
                {
                    size.Hash = Mix(size.Hash, Other.Key);
                }

                break;
            case QueryPart.Select or QueryPart.Returning or QueryPart.InsertOrUpdate:
                foreach (var chosen in Unsafe.As<Column[]>(_value!))
                {
                    size.Hash = Mix(size.Hash, chosen.Key);
                    size.Values += chosen.Legs.Length;
                    size.State |= chosen.IsAggregate ? State.Aggregates : State.None;
                }

                break;
            case QueryPart.Distinct:
                size.State |= State.Distinct;
                break;
            case QueryPart.GroupBy:
                size.State |= State.Grouped;
                break;
            case QueryPart.After:
                size.Values += ((object[]?)_value)?.Length ?? 0;
                break;
            case QueryPart.Or:
                var before = size.State & (State.EarlierMayMatch | State.OfGroups | State.Common);
                size.State = before | State.Alternatives | ((size.State & State.False) != 0 ? State.None : State.EarlierMayMatch);
                break;
            case QueryPart.False:
                size.State |= State.False;
                break;
            case QueryPart.Limit:
                size.Hash = Mix(size.Hash, (ulong)Rows);
                size.State |= Rows == 0 ? State.False : State.None;
                break;
            case QueryPart.Tag:
                size.Hash = Mix(size.Hash, (ulong)((SqlTag)_value!).Id);
                break;
        }
    }

    /// <summary>What is known about a query that grows.</summary>
    private struct Size(ulong hash, State state, int parts, int values, int depth)
    {
        public ulong Hash = hash;
        public State State = state;
        public int Parts = parts;
        public int Values = values;
        public int Depth = depth;

        public readonly void Check()
        {
            if (Parts > MostParts || Values > MostValues || Depth > DeepestNesting)
                throw new QueryRefusedException(QueryRefusal.TooComplex);
        }

        public void Add(Query inner)
        {
            Hash = Mix(Hash, inner._hash);
            State |= inner._state & State.Common;
            (Parts, Values, Depth) = (Parts + inner._parts, Values + inner._values, Math.Max(Depth, inner._depth + 1));
        }

        /// <summary>A table; one that is common has its values where it is named.</summary>
        public void Add(TableDefinition made, bool isNamed)
        {
            State |= made.HasCommon ? State.Common : State.None;
            if (!made.IsCommon || isNamed)
                (Parts, Values, Depth) = (Parts + made.Parts, Values + made.ValueCount, Math.Max(Depth, made.Depth));
        }
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

        /// <summary>A common table is named or read, here or in a query inside.</summary>
        Common = 64,

        /// <summary>The conditions are asked of groups.</summary>
        OfGroups = 128,
    }

    internal QueryPart Part => _part;

    internal Op Op => (Op)(_op & ~Opaque);

    /// <summary>Of a comparison: whether the database plans without looking at its value.</summary>
    internal bool IsOpaque => (_op & Opaque) != 0;

    internal bool HasOpaque => Array.Exists(Chain(), p => p.IsOpaque);

    internal Nulls Nulls => (Nulls)_op;

    internal Column Column => _column!;

    internal object? Value => _value;

    internal Query Inner => (Query)_value!;

    internal Query[] Arms => (Query[])_value!;

    internal int Rows => ((RowLimit)_value!).Rows;

    internal Column Other => Unsafe.As<Column>(_value!); // as its part says; a cast to a class that has others below it costs as much as the rest of a part

    /// <summary>Of the root and of a join: its table.</summary>
    internal Table SourceTable => _part != QueryPart.From ? _column?.Of ?? ((JoinOn)_value!).Table : _value as Table ?? ((Query)_value!).Table;

    internal bool IsLocking => Has(QueryPart.ForUpdate) || Has(QueryPart.ForShare);

    internal bool IsLimited => Has(QueryPart.Limit);

    internal bool IsBound => _part == QueryPart.Bound;

    internal bool IsGrouped => (_state & State.Grouped) != 0;

    internal bool HasAggregates => (_state & State.Aggregates) != 0;

    internal bool IsDistinct => (_state & State.Distinct) != 0;

    /// <summary>Whether a table may be missing in a row, so that its columns are NULL there.</summary>
    internal bool HasOuterJoin => Array.Exists(Chain(), p => p._part is QueryPart.LeftJoin or QueryPart.RightJoin or QueryPart.FullJoin);

    /// <summary>Whether it is the conditions of a group inside a query, of which it has a table.</summary>
    internal bool IsGroup
    {
        get
        {
            var root = this;
            while (root._parent is not null)
                root = root._parent;
            return root._value is Query;
        }
    }

    internal bool HasCommon => (_state & State.Common) != 0;

    /// <summary>Whether a row of the result is more than a row of the tables.</summary>
    internal bool IsReduced => (_state & (State.Grouped | State.Aggregates | State.Distinct)) != 0;

    internal int ValueCount => _values;

    internal int Parts => _parts;

    internal int Depth => _depth;

    /// <summary>How many values stand before those of this part.</summary>
    internal int FirstValue => _parent is null ? 0 : _parent._values;

    internal ulong Hash => _hash;

    private Query? Before => _parent ?? _value as Query;

    private bool HasAlternatives => (_state & State.Alternatives) != 0;

    internal static ulong Mix(ulong hash, ulong next)
    {
        hash = (hash ^ next) * 0xD6E8_FEB8_6659_FD93;
        return hash ^ (hash >> 32);
    }

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
        Table is { IsMade: false, IsAlias: false } && _parent is not null && Array.TrueForAll(Chain(), p => QueryParts.IsCondition(p._part));

    /// <summary>The same without the key that it is behind and without its limit.</summary>
    internal Query WithoutPage() => Without(QueryPart.After, QueryPart.Limit);

    internal Query Or() => _part is QueryPart.From or QueryPart.Or ? this : Append(QueryPart.Or, null, null);

    /// <summary>Whether the table is read here, or by a query around the group that this is.</summary>
    internal bool Reads(Table table)
    {
        for (var query = this; query is not null; query = query.Before)
        {
            // What it has a column of, it reads.
            if (query._column is { } column ? ReferenceEquals(column.Of, table) : QueryParts.IsSource(query._part) && ReferenceEquals(query.SourceTable, table))
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
    private Query Append(QueryPart part, Column? column, object? value, byte op = 0)
    {
        var (mine, its) = (QueryParts.RankOf(_part), QueryParts.RankOf(part));
        return mine < its || (mine == its && QueryParts.IsMany(its)) ? new(this, part, op, column, value) : Insert(part, column, value, op);
    }

    private Query Insert(QueryPart part, Column? column, object? value, byte op)
    {
        if (IsBound)
            throw new InvalidOperationException("The query has the values of its parameters; bind them last.");
        var below = _parent!.Append(part, column, value, op);
        return QueryParts.RankOf(_part) == QueryParts.RankOf(part) ? below : below.Again(this); // a limit or a choice of columns is replaced, a later part is put back on top
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
