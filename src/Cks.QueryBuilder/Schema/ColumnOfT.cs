namespace Cks.QueryBuilder;

/// <summary>A column, or what is computed from one.</summary>
/// <typeparam name="T">What its values are in .NET; see <see cref="TableBuilder.Column{T}(string)"/>.</typeparam>
public sealed class Column<T> : Column
{
    // A string column may hold NULL for all that the type says, and so may one of bytes.
    private static readonly bool TypeIsNullable = default(T) is null;
    private static readonly string NameOfType = Nullable.GetUnderlyingType(typeof(T)) is { } underlying ? $"{underlying.Name}?" : typeof(T).Name;

    internal Column(Table table, string name)
        : base(table, name, KindOf($"{table.Name}.{name}"), TypeIsNullable, NameOfType, NextKey()) =>
        Quoted = $"{table.Quoted}.{Bare}";

    /// <summary>A column of a table that was made from another one, or from a query.</summary>
    private Column(Table table, string name, string quoted, ulong key)
        : base(table, name, KindOf(name), isNullable: true, NameOfType, key) =>
        Quoted = quoted;

    /// <summary>What is computed from a column.</summary>
    internal Column(ColumnTerm term, string name)
        : base(term.Of?.Of, name, KindOf(name), isNullable: true, NameOfType, term.Key) =>
        (Term, Legs) = (term, term.Legs);

    internal override Column In(Table table, string quoted, ulong key) => new Column<T>(table, Name, quoted, key);

    internal override Column Over(Func<Column, Column> other) => Term switch
    {
        AggregateTerm { Of: { } of } term => new Column<T>(new AggregateTerm(term.Function, other(of)), Name),
        JsonTerm term => new Column<T>(new JsonTerm(other(term.Column), term.Kind, term.Steps), Name),
        null => other(this),
        _ => this,
    };

    private static ColumnKind KindOf(string where) => ColumnKinds.Of(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), where);
}
