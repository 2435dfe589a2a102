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

    public SqlWriter Parameter()
    {
        _sql.Append(_prefix).Append(CultureInfo.InvariantCulture, $"{_next++}");
        return this;
    }

    private void Statement(Query query)
    {
        var chain = query.Chain().ToArray();
        var limited = Array.Exists(chain, p => p.Part == QueryPart.Limit);
        if (query.IsCount)
            Text(limited ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
        else
            Text("SELECT ").List(query.Columns, c => Column(c));
        Text(" FROM ").Text(query.Table.Quoted);
        var conditions = Array.FindAll(chain, p => p.Part is >= QueryPart.Compare and <= QueryPart.False);
        if (conditions.Length > 0)
            Text(" WHERE ").List(conditions, Condition, " AND ");
        var order = Array.FindAll(chain, p => p.Part is QueryPart.OrderBy or QueryPart.OrderByDesc);
        var sorts = Array.Exists(conditions, c => c.Part == QueryPart.InQuery);
        if (order.Length > 0)
            Text(" ORDER BY ").List(order, part => Order(part, sorts));
        if (limited)
            Text(" LIMIT ").Parameter();
        if (query.IsCount && limited)
            Text(") AS \"counted\"");
    }

    private void Order(Query part, bool sorts)
    {
        var descending = part.Part == QueryPart.OrderByDesc;
        Text(sorts ? _dialect.SortMark : "");
        _dialect.WriteOrdered(this, part.Column);
        Text(descending ? " DESC" : "");
        _dialect.WriteNulls(this, part.Column, descending);
    }

    private void Condition(Query part)
    {
        switch (part.Part)
        {
            case QueryPart.Compare when part.Op is Op.Eq or Op.Ne:
                Column(part.Column).Text(part.Op == Op.Eq ? " = " : " <> ").Parameter();
                break;
            case QueryPart.Compare:
                _dialect.WriteOrdered(this, part.Column);
                Text(part.Op switch { Op.Lt => " < ", Op.Le => " <= ", Op.Gt => " > ", _ => " >= " }).Parameter();
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
