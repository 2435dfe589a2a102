using System.Globalization;
using System.Text;

namespace Cks.QueryBuilder;

/// <summary>Writes the text of one shape. Runs once a shape; it sees columns, never values.</summary>
internal sealed class SqlWriter
{
    private readonly StringBuilder _sql = new();
    private readonly SqlCompiler _dialect;
    private readonly string _prefix;
    private int _next;

    private SqlWriter(SqlCompiler dialect, string prefix, int first) => (_dialect, _prefix, _next) = (dialect, prefix, first);

    /// <summary>The text of a query whose parameters are the prefix and a number.</summary>
    public static string Write(SqlCompiler dialect, Query query, string prefix, int first)
    {
        var writer = new SqlWriter(dialect, prefix, first);
        writer.Statement(query);
        return writer._sql.ToString();
    }

    public SqlWriter Text(string text)
    {
        _sql.Append(text);
        return this;
    }

    public SqlWriter Column(Column column) => Text(column.Quoted);

    public SqlWriter Parameter() => Parameter(_next++);

    private SqlWriter Ordered(Column column) => Column(column).Text(_dialect.Collation(column));

    private SqlWriter Parameter(int number)
    {
        _sql.Append(_prefix).Append(CultureInfo.InvariantCulture, $"{number}");
        return this;
    }

    private void Statement(Query query)
    {
        var chain = query.Chain().ToArray();
        switch (query.Part)
        {
            case QueryPart.Insert or QueryPart.InsertOrSkip:
                Insert(query, Array.FindAll(chain, IsAssignment));
                break;
            case QueryPart.Update:
                Text("UPDATE ").Text(query.Table.Quoted).Text(" SET ").List(Array.FindAll(chain, IsAssignment), p => Text(p.Column.Bare).Text(" = ").Assigned(p));
                Where(chain);
                break;
            case QueryPart.Delete:
                Text("DELETE FROM ").Text(query.Table.Quoted);
                Where(chain);
                break;
            default:
                Read(query, chain);
                break;
        }
    }

    private void Insert(Query query, Query[] assignments)
    {
        Text("INSERT INTO ").Text(query.Table.Quoted).Text(" (").List(assignments, p => Text(p.Column.Bare)).Text(") VALUES (").List(assignments, p => Assigned(p)).Text(")");
        Text(query.Part == QueryPart.InsertOrSkip ? " ON CONFLICT DO NOTHING" : "");
    }

    private SqlWriter Assigned(Query part) => part.Part switch
    {
        QueryPart.SetNull => Text("NULL"),
        QueryPart.Add => Column(part.Column).Text(" + ").Parameter(),
        _ => Parameter(),
    };

    private void Read(Query query, Query[] chain)
    {
        var limited = Array.Exists(chain, p => p.Part == QueryPart.Limit);
        if (query.IsCount)
            Text(limited ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
        else
            Text("SELECT ").List(query.Columns, c => Column(c));
        Text(" FROM ").Text(query.Table.Quoted);
        Where(chain);
        var order = Array.FindAll(chain, IsOrder);
        var sorts = Array.Exists(chain, c => c.Part is QueryPart.InQuery or QueryPart.InUnion);
        if (order.Length > 0 && !query.IsCount)
            Text(" ORDER BY ").List(order, part => Order(part, sorts));
        if (limited)
            Text(" LIMIT ").Parameter();
        if (query.IsCount && limited)
            Text(") AS \"counted\"");
        if (query.IsLocking)
            Text(query.Part == QueryPart.ForUpdate ? _dialect.UpdateMark : _dialect.ShareMark);
    }

    private static bool IsAssignment(Query part) => part.Part is QueryPart.Set or QueryPart.SetNull or QueryPart.Add;

    private static bool IsOrder(Query part) => part.Part is QueryPart.OrderBy or QueryPart.OrderByDesc;

    private void Where(Query[] chain)
    {
        var conditions = Array.FindAll(chain, p => p.Part is (>= QueryPart.Compare and <= QueryPart.False) or QueryPart.After);
        if (conditions.Length > 0)
            Text(" WHERE ").List(conditions, Condition, " AND ");
    }

    private void Order(Query part, bool sorts)
    {
        var descending = part.Part == QueryPart.OrderByDesc;
        Text(sorts ? _dialect.SortMark : "").Ordered(part.Column).Text(descending ? " DESC" : "");
        _dialect.WriteNulls(this, part.Column, descending);
    }

    private void Condition(Query part)
    {
        switch (part.Part)
        {
            case QueryPart.Compare:
                Compared(part).Parameter();
                break;
            case QueryPart.CompareColumn:
                Compared(part).Column(part.Other);
                break;
            case QueryPart.Null:
                Column(part.Column).Text(" IS NULL");
                break;
            case QueryPart.NotNull:
                Column(part.Column).Text(" IS NOT NULL");
                break;
            case QueryPart.InList:
                _dialect.WriteInList(this, part.Column);
                break;
            case QueryPart.InQuery: // uncorrelated: the plan that is good on both dialects
                Column(part.Column).Text(" IN (").Statement(part.Inner);
                Text(")");
                break;
            case QueryPart.InUnion:
                Column(part.Column).Text(" IN (").List(part.Arms, Arm, " UNION ").Text(")");
                break;
            case QueryPart.NotInQuery:
                NotIn(part.Column, part.Inner);
                break;
            case QueryPart.After:
                After([.. part.Chain().Where(IsOrder)]);
                break;
            case QueryPart.Like:
                _dialect.WriteLike(this, part.Column);
                break;
            case QueryPart.Group:
                Alternatives(part.Inner);
                break;
            default:
                Text("FALSE");
                break;
        }
    }

    private SqlWriter Compared(Query part)
    {
        if (part.Op is Op.Eq or Op.Ne)
            return Column(part.Column).Text(part.Op == Op.Eq ? " = " : " <> ");
        return Ordered(part.Column).Text(part.Op switch { Op.Lt => " < ", Op.Le => " <= ", Op.Gt => " > ", _ => " >= " });
    }

    // SQLite knows no parentheses around an arm, and without them its order and limit would be the union's.
    private void Arm(Query query)
    {
        var own = query.IsLimited || query.Chain().Any(IsOrder);
        Text(own ? "SELECT * FROM (" : "").Statement(query);
        Text(own ? ") AS \"arm\"" : "");
    }

    private void NotIn(Column column, Query query)
    {
        var picked = $"\"picked\".{query.Columns[0].Bare}";
        Column(column).Text(" NOT IN (").Text(query.IsLimited ? $"SELECT {picked} FROM (" : "").Statement(query);
        Text(query.IsLimited ? $") AS \"picked\" WHERE {picked} IS NOT NULL)" : ")");
    }

    // In one direction a comparison of rows, which an index can follow. Always with parentheses, so that no text is that of another shape.
    private void After(Query[] order)
    {
        var first = _next;
        _next += order.Length;
        if (Array.TrueForAll(order, p => p.Part == order[0].Part))
        {
            Text("(").List(order, p => Column(p.Column)).Text(order[0].Part == QueryPart.OrderBy ? ") > (" : ") < (");
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
            Text("(").Ordered(order[0].Column).Text(beyond.TrimEnd()).Text("= ").Parameter(parameter).Text(" AND (");
        }

        Ordered(order[0].Column).Text(beyond).Parameter(parameter);
        if (order.Length > 1)
        {
            Text(" OR ").Beyond(order[1..], parameter + 1);
            Text("))");
        }
    }

    private void Alternatives(Query group)
    {
        var alternatives = new List<List<Query>> { new() };
        foreach (var part in group.Chain())
        {
            if (part.Part == QueryPart.Or)
                alternatives.Add([]);
            else
                alternatives[^1].Add(part);
        }

        Text("(").List(alternatives, Alternative, " OR ").Text(")");
    }

    private void Alternative(List<Query> conditions)
    {
        if (conditions is [var single])
            Condition(single);
        else
            Text("(").List(conditions, Condition, " AND ").Text(")");
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
}
