namespace Cks.QueryBuilder;

/// <content>What a layer above needs so that a query reads only what somebody may read.</content>
public sealed partial class Query
{
    /// <summary>
    /// The same query as if each declared table held only some of its rows, wherever it is read: in FROM and joins, sub-queries, unions, common tables and the steps of recursive ones, under its own name or
    /// as an alias. The restriction stands outside of everything that the query asks for, so no alternative of it escapes; of a left join it stands in the join's condition.
    /// </summary>
    /// <param name="rows">
    /// Asked once for each declared table: its rows, as conditions of that table or of another declared one that has columns of the same names and types; <see langword="null"/> for all.
    /// They are not restricted themselves.
    /// </param>
    /// <exception cref="ArgumentException">The query has a right or full join, or what was given is more than conditions, or of a column that the table does not have.</exception>
    /// <exception cref="QueryRefusedException">It becomes larger than a query may be.</exception>
    public Query RestrictEach(Func<Table, Query?> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var restricted = new Restriction(rows).Of(Unbound);
        return IsBound ? restricted.Bind(Given()) : restricted;
    }

    private ParameterValue[] Given()
    {
        var values = Values;
        return [.. _parent!._template!.Open.Select(o => new ParameterValue(o.Parameter, values[o.Index]))];
    }

    /// <summary>One query that is being restricted. What is made in it is made anew, and so are the columns of that.</summary>
    private sealed class Restriction(Func<Table, Query?> rows)
    {
        private readonly Dictionary<Table, Table> _made = [];
        private readonly Dictionary<Table, Query?> _rows = [];

        public Query Of(Query query)
        {
            var (chain, result) = (query.Chain(), From(Read(query.Table)));
            List<Table> read = [result.Table];
            foreach (var part in chain)
            {
                if (part._part is QueryPart.RightJoin or QueryPart.FullJoin)
                    throw new ArgumentException("A right or full join keeps rows that find no partner on the other side, where nothing restricts them; turn it round into a left join.");
                if (!QueryParts.IsJoin(part._part))
                {
                    result = part._value is Table common ? result.With(Read(common)) : Add(result, part, Of, Of);
                    continue;
                }

                result = Join(result, part);
                if (part._part != QueryPart.LeftJoin)
                    read.Add(Read(part.SourceTable));
            }

            foreach (var table in read)
                result = Narrow(result, table);
            return result;
        }

        private Query Join(Query result, Query part)
        {
            var table = Read(part.SourceTable);
            if (part is { _part: QueryPart.LeftJoin } && RowsOf(table) is not null)
            {
                var on = result.Reading(table);
                on = part._column is { } column ? on.Append(QueryPart.CompareColumn, Of(column), Of(part.Other)) : Grouped(on, ((JoinOn)part._value!).Condition!);
                return result.Append(part._part, null, new JoinOn(table, Narrow(on, table)));
            }

            if (part._column is not null)
                return result.Append(part._part, Of(part._column), Of(part.Other));
            var condition = ((JoinOn)part._value!).Condition;
            return result.Append(part._part, null, new JoinOn(table, condition is null ? null : AddAll(result.Reading(table), condition, Of, Of)));
        }

        // Alternatives stay together, or what is added would narrow the last of them only.
        private Query Grouped(Query root, Query condition) =>
            condition.HasAlternatives ? root.Append(QueryPart.Group, null, AddAll(root.GroupRoot(), condition, Of, Of)) : AddAll(root, condition, Of, Of);

        private static Query AddAll(Query result, Query chain, Func<Column, Column> column, Func<Query, Query> inner) =>
            chain.Chain().Aggregate(result, (query, part) => Add(query, part, column, inner));

        /// <summary>A part with other columns, and other queries inside.</summary>
        private static Query Add(Query result, Query part, Func<Column, Column> column, Func<Query, Query> inner)
        {
            var value = part._part switch
            {
                QueryPart.CompareColumn => column(part.Other),
                QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Exists or QueryPart.NotExists => inner(part.Inner),
                QueryPart.InUnion => Array.ConvertAll(part.Arms, a => inner(a)),
                QueryPart.Group or QueryPart.NotGroup => AddAll(result.GroupRoot(), part.Inner, column, inner),
                QueryPart.Having => AddAll(new(result, State.OfGroups), part.Inner, column, inner),
                QueryPart.Select => Array.ConvertAll((Column[])part._value!, c => column(c)),
                _ => part._value,
            };
            return result.Append(part._part, part._column is { } own ? column(own) : null, value, part._op);
        }

        /// <summary>Adds the conditions of a table's rows.</summary>
        private Query Narrow(Query result, Table table)
        {
            if (RowsOf(table) is not { } narrow)
                return result;
            Column Own(Column column) => ReferenceEquals(narrow.Table, table) ? column : column.Over(c => table.TryColumn(c.Name, out var own) && own.Kind == c.Kind
                ? own
                : throw new ArgumentException($"{table} is restricted by {c}, and has no such column."));
            return narrow.IsFalse ? result.WhereFalse() : AddAll(result, narrow, Own, q => q);
        }

        private Query? RowsOf(Table table)
        {
            if (table.IsMade)
                return null;
            if (_rows.TryGetValue(table.Declared, out var known))
                return known;
            var given = rows(table.Declared);
            if (given is { _parent: null, Table: { IsMade: false, IsAlias: false } })
                given = null;
            else if (given?.IsConditions() == false)
                throw new ArgumentException($"The rows of {table} are more than conditions of a declared table.");
            _rows.Add(table.Declared, given);
            return given;
        }

        private Column Of(Column column) =>
            column.Of is not { IsMade: true } of || Read(of) is var read && ReferenceEquals(read, of) ? column : column.Over(c => read.AllColumns[Array.IndexOf(of.AllColumns, c)]);

        private Table Read(Table table)
        {
            if (table.Definition is not { Kind: not TableKind.Self } made)
                return _made.GetValueOrDefault(table, table);
            if (_made.TryGetValue(table, out var known))
                return known;
            var first = Of(made.Arms[0]);
            TableDefinition definition;
            if (made.Self is { } self)
            {
                var found = _made[self] = new(table.Number, first.Chosen, new(TableKind.Self, true));
                definition = new(made.Kind, true, first, Of(made.Arms[1])) { Self = found };
            }
            else
            {
                definition = new(made.Kind, made.IsCommon, [first, .. made.Arms.Skip(1).Select(Of)]);
            }

            return _made[table] = new(table.Number, first.Chosen, definition);
        }
    }
}
