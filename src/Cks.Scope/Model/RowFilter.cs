using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>A condition whose columns are known. <paramref name="Fields"/> are the fields that it looks at: one that is hidden hides what is filtered by it.</summary>
internal abstract record RowFilter(params IReadOnlyList<string> Fields)
{
    /// <summary>Keeps the rows that meet it.</summary>
    /// <param name="rows">Rows of the entity.</param>
    /// <param name="terms">When is today.</param>
    public abstract Query Narrow(Query rows, ViewerTerms terms);

    /// <summary>Whether a row in memory meets it.</summary>
    /// <param name="row">A row of the entity.</param>
    /// <param name="today">Midnight at which the current day began, UTC.</param>
    public abstract bool Keeps(ScopeRow row, DateTimeOffset today);
}

internal sealed record OneOfFilter(string Field, Column<string> Column, IReadOnlyList<string> Values) : RowFilter(Field)
{
    public override Query Narrow(Query rows, ViewerTerms terms) => Values is [var value] ? rows.Where(Column, Op.Eq, value) : rows.WhereIn(Column, Values);

    public override bool Keeps(ScopeRow row, DateTimeOffset today) => row.Text(Column) is { } text && Values.Contains(text, StringComparer.Ordinal);
}

internal sealed record MissingFilter(string Field, Column Column) : RowFilter(Field)
{
    public override Query Narrow(Query rows, ViewerTerms terms) => rows.WhereNull(Column);

    public override bool Keeps(ScopeRow row, DateTimeOffset today) => row.Value(Column) is null;
}

internal sealed record DayFilter(string Field, Column Column, bool OrLater) : RowFilter(Field)
{
    public override Query Narrow(Query rows, ViewerTerms terms) =>
        OrLater ? terms.FromToday(rows, Column) : terms.BeforeTomorrow(terms.FromToday(rows, Column), Column);

    public override bool Keeps(ScopeRow row, DateTimeOffset today) => row.Moment(Column) is { } moment && moment >= today && (OrLater || moment < today.AddDays(1));
}

internal sealed record BelowFilter(string Field, Column<long?> Column, string OtherField, Column<long?> Other) : RowFilter(Field, OtherField)
{
    public override Query Narrow(Query rows, ViewerTerms terms) => rows.Where(Column, Op.Lt, Other);

    public override bool Keeps(ScopeRow row, DateTimeOffset today) => row.Number(Column) < row.Number(Other);
}
