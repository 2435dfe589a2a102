using System.Diagnostics.CodeAnalysis;

namespace Cks.QueryBuilder.Tests;

/// <summary>A query of another builder, as such builders are: mutable clauses that hold names as text, and raw SQL.</summary>
internal sealed record ForeignQuery(string From)
{
    public List<object> Clauses { get; } = [];

    public ForeignQuery Add(object clause)
    {
        Clauses.Add(clause);
        return this;
    }
}

internal sealed record ForeignWhere(string Column, string Operator, object? Value);

internal sealed record ForeignOrder(string Column, bool IsDescending);

internal sealed record ForeignSelect(string[] Columns);

internal sealed record ForeignLimit(int Rows);

internal sealed record ForeignRaw(string Sql);

/// <summary>Maps each name through the schema and each value through the type of its column; refuses the rest.</summary>
internal sealed class ForeignQuerySource : IQuerySource
{
    public bool TryTranslate(object foreign, SqlSchema schema, [NotNullWhen(true)] out Query? query, [NotNullWhen(false)] out string? error)
    {
        (query, error) = (null, null);
        if (foreign is not ForeignQuery other)
            error = $"A {foreign.GetType().Name} is no query of this builder.";
        else if (!schema.TryTable(other.From, out var table))
            error = "The table is not declared.";
        else
            (query, error) = Clauses(other, table);
        if (error is not null)
            query = null;
        return error is null;
    }

    private static (Query? Query, string? Error) Clauses(ForeignQuery foreign, Table table)
    {
        var (query, error) = (Query.From(table), (string?)null);
        foreach (var clause in foreign.Clauses)
        {
            try
            {
                (query, error) = Clause(query, table, clause);
            }
            catch (QueryRefusedException e)
            {
                error = e.Message;
            }

            if (error is not null)
                return (null, error);
        }

        return (query, null);
    }

    private static (Query Query, string? Error) Clause(Query query, Table table, object clause)
    {
        switch (clause)
        {
            case ForeignWhere where:
                return table.TryColumn(where.Column, out var column) ? Where(query, column, where) : (query, "A column is not declared.");
            case ForeignOrder order:
                return table.TryColumn(order.Column, out var by) ? (order.IsDescending ? query.OrderByDesc(by) : query.OrderBy(by), null) : (query, "A column is not declared.");
            case ForeignSelect select:
                var chosen = new List<Column>();
                foreach (var name in select.Columns)
                {
                    if (!table.TryColumn(name, out var one))
                        return (query, "A column is not declared.");
                    chosen.Add(one);
                }

                return chosen.Count == 0 ? (query, "No column is chosen.") : (query.Select([.. chosen]), null);
            case ForeignLimit { Rows: >= 0 } limit:
                return (query.Limit(limit.Rows), null);
            default:
                return (query, $"A {clause.GetType().Name} has no counterpart.");
        }
    }

    private static (Query Query, string? Error) Where(Query query, Column column, ForeignWhere where)
    {
        if (where.Value is null)
            return where.Operator switch { "=" => (query.WhereNull(column), null), "<>" => (query.WhereNotNull(column), null), _ => (query, "NULL is not compared.") };
        Op? op = where.Operator switch { "=" => Op.Eq, "<>" => Op.Ne, "<" => Op.Lt, "<=" => Op.Le, ">" => Op.Gt, ">=" => Op.Ge, _ => null };
        return (op, column, where.Value) switch
        {
            (null, _, _) => (query, "An operator is not known."),
            ({ } known, Column<string> text, string value) => (query.Where(text, known, value), null),
            ({ } known, Column<int?> number, int value) => (query.Where(number, known, value), null),
            ({ } known, Column<long> number, long value) => (query.Where(number, known, value), null),
            ({ } known, Column<bool> flag, bool value) => (query.Where(flag, known, value), null),
            _ => (query, "A value is not of the type of its column."),
        };
    }
}
