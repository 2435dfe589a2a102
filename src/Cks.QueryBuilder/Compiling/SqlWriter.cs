using System.Text;

namespace Cks.QueryBuilder;

/// <summary>
/// Writes the text of one shape. Runs once a shape; it sees columns, never values. A parameter is numbered by the place of its value in the chain,
/// so the order in which the text names them does not matter; <c>at</c> is where the values of a chain begin among those of the whole.
/// </summary>
internal sealed class SqlWriter
{
    private readonly StringBuilder _sql = new(512);
    private readonly SqlCompiler _dialect;
    private Table? _alone; // what the statement reads, where its columns need not say so

    private SqlWriter(SqlCompiler dialect) => _dialect = dialect;

    /// <summary>The text of a query.</summary>
    /// <exception cref="InvalidOperationException">The query has no meaning; see <see cref="QueryRules"/>.</exception>
    public static string Write(SqlCompiler dialect, Query query)
    {
        var writer = new SqlWriter(dialect);
        if (query.Find(QueryPart.Tag) is { Value: SqlTag tag })
            writer.Text(tag.Comment).Text(" ");
        writer.Statement(query);
        return writer._sql.ToString();
    }

    public SqlWriter Text(string text)
    {
        _sql.Append(text);
        return this;
    }

    public SqlWriter Parameter(int number)
    {
        _sql.Append("@p").Append(number);
        return this;
    }

    /// <summary>A column, or what is computed from it with the values that begin at a number.</summary>
    public SqlWriter Column(Column column, int at)
    {
        switch (column.Term)
        {
            case null:
                return Text(_alone is not null && ReferenceEquals(column.Of, _alone) ? _dialect.Alone(column) : column.Quoted);
            case AggregateTerm aggregate:
                _dialect.WriteAggregate(this, aggregate);
                return this;
            default:
                _dialect.WriteJson(this, (JsonTerm)column.Term, at);
                return this;
        }
    }

    public SqlWriter Ordered(Column column, int at) => Column(column, at).Text(_dialect.Collation(column));

    private void Statement(Query query)
    {
        var chain = query.Chain();
        var kind = Array.Find(chain, p => p.Part is >= QueryPart.Insert and <= QueryPart.Delete);
        if (kind is null)
        {
            Read(query, chain, 0, Names.OfColumns);
            return;
        }

        var assignments = Array.FindAll(chain, p => QueryParts.IsAssignment(p.Part));
        switch (kind.Part)
        {
            case QueryPart.Update:
                Text("UPDATE ").Text(query.Table.Source).Text(" SET ").List(assignments, p => Text(p.Column.Bare).Text(" = ").Assigned(p));
                Where(chain, 0);
                break;
            case QueryPart.Delete:
                Text("DELETE FROM ").Text(query.Table.Source);
                Where(chain, 0);
                break;
            default:
                Insert(query, kind, assignments);
                break;
        }

        if (Array.Find(chain, p => p.Part == QueryPart.Returning) is { Value: Column[] columns })
            Text(" RETURNING ").List(columns, c => Text(c.Quoted));
    }

    private void Insert(Query query, Query kind, Query[] assignments)
    {
        Text("INSERT INTO ").Text(query.Table.Source).Text(" (").List(assignments, p => Text(p.Column.Bare)).Text(") VALUES (").List(assignments, p => Assigned(p)).Text(")");
        switch (kind.Part)
        {
            case QueryPart.InsertOrSkip:
                Text(" ON CONFLICT DO NOTHING");
                break;
            case QueryPart.InsertOrUpdate:
                var key = (Column[])kind.Value!;
                Text(" ON CONFLICT (").List(key, c => Text(c.Bare)).Text(") DO UPDATE SET ")
                    .List(Array.FindAll(assignments, a => !key.Contains(a.Column)), a => Text(a.Column.Bare).Text(" = excluded.").Text(a.Column.Bare));
                Where(query.Chain(), 0);
                break;
        }
    }

    private SqlWriter Assigned(Query part) => part.Part switch
    {
        QueryPart.SetNull => Text("NULL"),
        QueryPart.Add => _dialect.WriteSum(this, part.Column, part.FirstValue),
        _ => _dialect.WriteValue(this, part.Column, part.FirstValue),
    };

    private void Read(Query query, Query[] chain, int at, Names names)
    {
        QueryRules.Check(query, chain);
        var around = _alone;
        _alone = names == Names.OfColumns && IsAlone(query, chain) ? query.Table : null;
        With(chain, at);
        var limit = Array.Find(chain, p => p.Part == QueryPart.Limit);
        var counted = query.IsCount && (limit is not null || query.IsReduced);
        Text(counted ? "SELECT count(*) FROM (SELECT " : "SELECT ");
        if (!query.IsCount)
            Columns(query, at, names);
        else if (counted && query.HasAggregates && !query.IsGrouped)
            Columns(query, at, Names.None); // one row, because of what is asked for
        else
            Text(counted ? "1" : "count(*)");
        From(query, chain, at);
        Where(chain, at);
        Group(query, chain, at);
        Order(query, chain, at);
        if (limit is not null)
            Text($" LIMIT {limit.Rows}");
        if (counted)
            Text(") AS \"#counted\"");
        if (query.IsLocking)
            Text(_dialect.LockMark(Array.Exists(chain, p => p.Part == QueryPart.ForUpdate), Array.Exists(chain, p => QueryParts.IsJoin(p.Part)) ? query.Table : null));
        _alone = around;
    }

    // Of rows of one declared table, and only outside of every other query: there a name is that of a column of it or an error, and nothing else has a name.
    private static bool IsAlone(Query query, Query[] chain) => !query.IsCount && !query.IsReduced && query.Table is { IsMade: false, IsAlias: false }
        && !Array.Exists(chain, p => QueryParts.IsJoin(p.Part)) && Array.TrueForAll(query.Chosen, c => c.Term is null);

    private void With(Query[] chain, int at)
    {
        var tables = Array.FindAll(chain, p => p.Part == QueryPart.With);
        if (tables.Length == 0)
            return;
        Text(Array.Exists(tables, p => ((Table)p.Value!).Definition!.Kind == TableKind.Recursive) ? "WITH RECURSIVE " : "WITH ").List(tables, part =>
        {
            var table = (Table)part.Value!;
            Text(table.Quoted).Text("(").List([.. Enumerable.Range(1, table.AllColumns.Length)], n => Text($"\"c{n}\"")).Text(") AS (");
            Arms(table, at + part.FirstValue, Names.None);
            Text(")");
        }).Text(" ");
    }

    private void Columns(Query query, int at, Names names)
    {
        var next = query.Find(QueryPart.Select) is { } select ? at + select.FirstValue : at;
        var number = 0;
        List(query.Chosen, column =>
        {
            Column(column, next);
            next += column.Legs.Length;
            number++;
            // Nor may a least text keep the collation under which it was found; it would compare with no other column.
            if (names == Names.OfWalk || (names != Names.OfColumns && column.IsAggregate))
                Text(_dialect.AnyCollation(column));
            if (names == Names.OfPlaces)
                Text($" AS \"c{number}\"");
            else if (names == Names.OfColumns && (column.Term is not null || column.Of!.IsMade))
                Text(" AS ").Text(column.Bare);
        });
    }

    private void From(Query query, Query[] chain, int at)
    {
        Text(" FROM ").Source(query.Table, at);
        foreach (var join in chain.Where(p => QueryParts.IsJoin(p.Part)))
        {
            Text(join.Part switch
            {
                QueryPart.Join => " JOIN ",
                QueryPart.LeftJoin => " LEFT JOIN ",
                QueryPart.RightJoin => " RIGHT JOIN ",
                QueryPart.FullJoin => " FULL JOIN ",
                _ => " CROSS JOIN ",
            });
            var table = join.SourceTable;
            Source(table, at + join.FirstValue);
            if (join.Value is Column other)
                Text(" ON ").Column(join.Column, 0).Text(" = ").Column(other, 0);
            else if (join.Value is JoinOn { Condition: { } on })
                Text(" ON ").Alternatives(on, at + join.FirstValue + (table.Definition is { IsCommon: false } made ? made.ValueCount : 0));
        }
    }

    private SqlWriter Source(Table table, int at)
    {
        if (table.Definition is not { IsCommon: false })
            return Text(table.Source);
        Text("(");
        Arms(table, at, Names.OfPlaces);
        return Text(") AS ").Text(table.Quoted);
    }

    private void Arms(Table table, int at, Names names)
    {
        var made = table.Definition!;
        var separator = made.Kind switch
        {
            TableKind.UnionAll => " UNION ALL ",
            TableKind.Intersect => " INTERSECT ",
            TableKind.Except => " EXCEPT ",
            _ => " UNION ",
        };
        for (var i = 0; i < made.Arms.Length; i++)
        {
            Text(i == 0 ? "" : separator);
            Arm(made.Arms[i], at, made.Self is not null ? Names.OfWalk : i == 0 ? names : Names.None, alone: made.Arms.Length == 1);
            at += made.Arms[i].ValueCount;
        }
    }

    // SQLite knows no parentheses around an arm, and without them its order and limit would be the union's. And where an arm is a right or full join,
    // it forgets conditions of the query around UNION ALL (seen in 3.40.1 and 3.53.3), unless the arm is a query of its own.
    private void Arm(Query query, int at, Names names, bool alone)
    {
        var chain = query.Chain();
        var own = !alone && (query.IsLimited || Array.Exists(chain, p => QueryParts.IsOrder(p.Part) || p.Part is QueryPart.With or QueryPart.RightJoin or QueryPart.FullJoin));
        Text(own ? "SELECT * FROM (" : "").Read(query, chain, at, names);
        Text(own ? ") AS \"#arm\"" : "");
    }

    private void Where(Query[] chain, int at)
    {
        var conditions = Array.FindAll(chain, p => QueryParts.IsCondition(p.Part) || p.Part == QueryPart.After);
        if (conditions.Length > 0)
            Text(" WHERE ").List(conditions, c => Condition(c, at), " AND ");
    }

    private void Group(Query query, Query[] chain, int at)
    {
        // Each row once is a group of all that is chosen: so the order may say more of a column than the choice does. In parentheses, so that no text is that of groups.
        var columns = query.IsDistinct ? query.Chosen : [.. chain.Where(p => p.Part == QueryPart.GroupBy).Select(p => p.Column)];
        if (columns.Length > 0)
            Text(" GROUP BY ").List(columns, c => Text(query.IsDistinct ? "(" : "").Column(c, 0).Text(query.IsDistinct ? ")" : ""));
        var having = Array.FindAll(chain, p => p.Part == QueryPart.Having);
        if (having.Length > 0)
            Text(" HAVING ").List(having, p => Alternatives(p.Inner, at + p.FirstValue), " AND ");
    }

    private void Order(Query query, Query[] chain, int at)
    {
        var order = query.IsCount ? [] : Array.FindAll(chain, p => QueryParts.IsOrder(p.Part));
        var sorts = Array.Exists(chain, c => c.Part is QueryPart.InQuery or QueryPart.InUnion) || (query.IsReduced && (query.Table.IsMade || Array.Exists(chain, c => QueryParts.IsJoin(c.Part) && c.SourceTable.IsMade)));
        if (order.Length == 0)
            return;
        Text(" ORDER BY ").List(order, part =>
        {
            var descending = part.Part == QueryPart.OrderByDesc;
            Text(sorts ? _dialect.SortMark : "").Ordered(part.Column, at + part.FirstValue).Text(descending ? " DESC" : "");
            _dialect.WriteNulls(this, part.Column.IsNullable || query.HasOuterJoin, descending, part.Nulls);
        });
    }

    private void Condition(Query part, int at)
    {
        var first = at + part.FirstValue;
        var value = part.Part is QueryPart.Or or QueryPart.False ? first : first + (part.Column?.Legs.Length ?? 0);
        switch (part.Part)
        {
            case QueryPart.Compare:
                Compared(part, first);
                _ = part.IsOpaque ? _dialect.WriteOpaque(this, value) : Parameter(value);
                break;
            case QueryPart.CompareColumn:
                Compared(part, first).Column(part.Other, value);
                break;
            case QueryPart.Null:
                Column(part.Column!, first).Text(" IS NULL");
                break;
            case QueryPart.NotNull:
                Column(part.Column!, first).Text(" IS NOT NULL");
                break;
            case QueryPart.Between:
                Text("(").Ordered(part.Column!, first).Text(" >= ").Parameter(value).Text(" AND ").Ordered(part.Column!, first).Text(" <= ").Parameter(value + 1).Text(")");
                break;
            case QueryPart.InList:
                _dialect.WriteInList(this, part.Column!, first);
                break;
            case QueryPart.InQuery: // uncorrelated: the plan that is good on both dialects
                Column(part.Column!, first).Text(" IN (").Read(part.Inner, part.Inner.Chain(), value, Names.None);
                Text(")");
                break;
            case QueryPart.InUnion:
                Column(part.Column!, first).Text(" IN (").Union(part.Arms, value).Text(")");
                break;
            case QueryPart.NotInQuery:
                _dialect.WriteNotIn(this, part.Column!, part.Inner, first, value);
                break;
            case QueryPart.Exists or QueryPart.NotExists:
                Text(part.Part == QueryPart.Exists ? "EXISTS (" : "NOT EXISTS (").Read(part.Inner, part.Inner.Chain(), value, Names.None);
                Text(")");
                break;
            case QueryPart.After:
                After([.. part.Chain().Where(p => QueryParts.IsOrder(p.Part))], first);
                break;
            case QueryPart.Like:
                _dialect.WriteLike(this, part.Column!, first);
                break;
            case QueryPart.Group:
                Alternatives(part.Inner, first);
                break;
            case QueryPart.NotGroup:
                Text("NOT ").Alternatives(part.Inner, first);
                break;
            default:
                Text("FALSE");
                break;
        }
    }

    private SqlWriter Compared(Query part, int at)
    {
        if (part.Op is Op.Eq or Op.Ne)
            return Column(part.Column, at).Text(part.Op == Op.Eq ? " = " : " <> ");
        return Ordered(part.Column, at).Text(part.Op switch { Op.Lt => " < ", Op.Le => " <= ", Op.Gt => " > ", _ => " >= " });
    }

    private SqlWriter Union(Query[] arms, int at)
    {
        for (var i = 0; i < arms.Length; i++)
        {
            Text(i == 0 ? "" : " UNION ").Arm(arms[i], at, Names.None, alone: false);
            at += arms[i].ValueCount;
        }

        return this;
    }

    /// <summary>The rows of a query of one column, with a name for it.</summary>
    public SqlWriter Picked(Query query, int at)
    {
        Text("(").Read(query, query.Chain(), at, Names.OfPlaces);
        return Text(") AS \"#picked\"");
    }

    /// <summary>The condition that a column is NULL or none of the rows of a query, which are looked up in a set.</summary>
    public void NotIn(Column column, Query query, int at, int values) =>
        Text("(").Column(column, at).Text(" IS NULL OR ").Column(column, at).Text(" NOT IN (SELECT \"#picked\".\"c1\" FROM ").Picked(query, values)
            .Text(" WHERE \"#picked\".\"c1\" IS NOT NULL))");

    // In one direction a comparison of rows, which an index can follow. Always with parentheses, so that no text is that of another shape.
    private void After(Query[] order, int first)
    {
        if (Array.TrueForAll(order, p => p.Part == order[0].Part))
        {
            Text("(").List(order, p => Column(p.Column, 0)).Text(order[0].Part == QueryPart.OrderBy ? ") > (" : ") < (");
            for (var i = 0; i < order.Length; i++)
                Text(i == 0 ? "" : ", ").Parameter(first + i).Text(_dialect.Collation(order[i].Column));
            Text(")");
        }
        else
        {
            Beyond(order, first);
        }
    }

    // At the first column or further, and if at it, then beyond in the others.
    private void Beyond(ReadOnlySpan<Query> order, int parameter)
    {
        var beyond = order[0].Part == QueryPart.OrderBy ? " > " : " < ";
        if (order.Length > 1)
        {
            Text("(").Ordered(order[0].Column, 0).Text(beyond.TrimEnd()).Text("= ").Parameter(parameter).Text(" AND (");
        }

        Ordered(order[0].Column, 0).Text(beyond).Parameter(parameter);
        if (order.Length > 1)
        {
            Text(" OR ").Beyond(order[1..], parameter + 1);
            Text("))");
        }
    }

    private void Alternatives(Query group, int at)
    {
        var alternatives = new List<List<Query>> { new() };
        foreach (var part in group.Chain())
        {
            if (part.Part == QueryPart.Or)
                alternatives.Add([]);
            else
                alternatives[^1].Add(part);
        }

        if (alternatives is [var only])
            Text("(").List(only, c => Condition(c, at), " AND ").Text(")");
        else
            Text("(").List(alternatives, conditions => Alternative(conditions, at), " OR ").Text(")");
    }

    private void Alternative(List<Query> conditions, int at)
    {
        if (conditions is [var single])
            Condition(single, at);
        else
            Text("(").List(conditions, c => Condition(c, at), " AND ").Text(")");
    }

    private SqlWriter List<T>(IReadOnlyList<T> items, Action<T> write, string separator = ", ")
    {
        for (var i = 0; i < items.Count; i++)
        {
            Text(i == 0 ? "" : separator);
            write(items[i]);
        }

        return this;
    }

    /// <summary>What the columns of a result are called.</summary>
    private enum Names
    {
        /// <summary>Nobody asks.</summary>
        None,

        /// <summary>Nobody asks, but both queries of a recursive table must have columns of one collation.</summary>
        OfWalk,

        /// <summary>As they are, for whoever reads the rows.</summary>
        OfColumns,

        /// <summary>By their number, for the query around.</summary>
        OfPlaces,
    }
}
