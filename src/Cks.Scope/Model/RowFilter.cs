using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>A condition whose columns are known. <paramref name="Fields"/> are the fields that it looks at: one that is hidden hides what is filtered by it.</summary>
internal abstract record RowFilter(params IReadOnlyList<string> Fields)
{
    /// <summary>Keeps the rows that meet it.</summary>
    /// <param name="rows">Rows of the entity.</param>
    /// <param name="terms">When is today.</param>
    public abstract Query Narrow(Query rows, ViewerTerms terms);
}

internal sealed record OneOfFilter(string Field, Column<string> Column, IReadOnlyList<string> Values) : RowFilter(Field)
{
    public override Query Narrow(Query rows, ViewerTerms terms) => Values is [var value] ? rows.Where(Column, Op.Eq, value) : rows.WhereIn(Column, Values);
}

internal sealed record MissingFilter(string Field, Column Column) : RowFilter(Field)
{
    public override Query Narrow(Query rows, ViewerTerms terms) => rows.WhereNull(Column);
}

internal sealed record DayFilter(string Field, Column Column, bool OrLater) : RowFilter(Field)
{
    public override Query Narrow(Query rows, ViewerTerms terms) =>
        OrLater ? terms.FromToday(rows, Column) : terms.BeforeTomorrow(terms.FromToday(rows, Column), Column);
}

internal sealed record BelowFilter(string Field, Column<long?> Column, string OtherField, Column<long?> Other) : RowFilter(Field, OtherField)
{
    public override Query Narrow(Query rows, ViewerTerms terms) => rows.Where(Column, Op.Lt, Other);
}
