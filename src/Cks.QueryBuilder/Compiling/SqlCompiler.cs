using System.Data;

namespace Cks.QueryBuilder;

/// <summary>
/// Turns queries and writes into the SQL of one dialect. The text of a shape is written once and kept; those that differ only in values share it.
/// Thread-safe; one per process is enough.
/// </summary>
public abstract class SqlCompiler
{
    private readonly QueryMetrics _metrics;
    private readonly ShapeCache _shapes;

    private protected SqlCompiler(string dialect, int cachedShapes)
    {
        _metrics = new(dialect, cachedShapes, TimeProvider.System);
        _shapes = new(cachedShapes, _metrics);
    }

    /// <summary>The shapes that are kept, unless another number is given: 4,096.</summary>
    public const int DefaultCachedShapes = 4_096;

    /// <summary>The statement that begins a transaction whose reads all see one instant.</summary>
    internal abstract string BeginRead { get; }

    /// <summary>The isolation of a transaction that writes.</summary>
    internal abstract IsolationLevel WriteIsolation { get; }

    /// <summary>Whether the whole database has one writer at a time.</summary>
    internal abstract bool HasOneWriter { get; }

    /// <summary>Whether the provider takes numbered parameters without names, and does less then.</summary>
    internal abstract bool IsPositional { get; }

    /// <summary>Refuses <see cref="SessionSettings"/> where there are none.</summary>
    internal virtual void RefuseSettings() => throw new InvalidOperationException("Only a PostgreSQL session is told something.");

    internal int CachedShapes => _shapes.Count;

    /// <summary>The SQL text and the values of a query.</summary>
    /// <exception cref="InvalidOperationException">
    /// A parameter has no value, a common table is not named before the query, or the query has no meaning: a column is chosen that is neither an aggregate nor grouped by, for example.
    /// </exception>
    public SqlResult Compile(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var unbound = query.Unbound;
        if (unbound.HasCommon)
            CommonTables.Check(unbound);
        var shape = unbound.Known(this);
        if (shape is null)
            shape = ShapeOf(unbound);
        else
            _metrics.Hit();
        return new(shape, query.ValueCount == 0 ? [] : BindAll(query.Values, isShared: query.IsBound));
    }

    /// <summary>The SQL text and the values of a write.</summary>
    /// <exception cref="InvalidOperationException">It is an insert or update that sets no column.</exception>
    public SqlResult Compile(Write write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Compile(write.Statement);
    }

    /// <summary>A value in the form in which the dialect's provider takes it.</summary>
    internal abstract object Bind(object value);

    /// <summary>A column where nothing else is read; without its table if the dialect reads the text of a statement each time.</summary>
    internal virtual string Alone(Column column) => column.Quoted;

    /// <summary>A value that the database does not look at while it plans.</summary>
    internal virtual SqlWriter WriteOpaque(SqlWriter writer, int number) => writer.Parameter(number);

    /// <summary>A condition that a column is among the values of one parameter.</summary>
    internal abstract void WriteInList(SqlWriter writer, Column column, int at);

    /// <summary>A condition that a text column matches a pattern, upper and lower case of A to Z being the same.</summary>
    internal abstract void WriteLike(SqlWriter writer, Column column, int at);

    /// <summary>A condition that a column is none of the rows of a query, or NULL; either true or false.</summary>
    internal abstract void WriteNotIn(SqlWriter writer, Column column, Query query, int at, int values);

    /// <summary>What stands at a path of a JSON column, NULL unless it is of the type.</summary>
    internal abstract void WriteJson(SqlWriter writer, JsonTerm json, int at);

    /// <summary>A number or value of a group.</summary>
    internal abstract void WriteAggregate(SqlWriter writer, AggregateTerm aggregate);

    /// <summary>A value that is written to a column.</summary>
    internal abstract SqlWriter WriteValue(SqlWriter writer, Column column, int number);

    /// <summary>What a column holds and a value more; an error of the database beyond 64 bits.</summary>
    internal abstract SqlWriter WriteSum(SqlWriter writer, Column column, int number);

    /// <summary>What follows a column, or a value beside it, where its order matters, so that text is ordered by code point.</summary>
    internal abstract string Collation(Column column);

    /// <summary>What follows a column that must be of no collation of its own, which gives way to any other.</summary>
    internal abstract string AnyCollation(Column column);

    /// <summary>What locks the rows that are read, at the end of the text; of one of several tables, if it is named.</summary>
    internal abstract string LockMark(bool forUpdate, Table? of);

    /// <summary>What stands before an order column so that the rows which a sub-query picks, and the groups of the rows of one, are found first and sorted then, not found in order.</summary>
    internal abstract string SortMark { get; }

    /// <summary>What follows an order column so that NULL stands where it should.</summary>
    internal abstract void WriteNulls(SqlWriter writer, bool canBeNull, bool descending, Nulls nulls);

    private protected static InvalidOperationException Unbound(object value) => new(value is Parameter parameter
        ? $"The parameter {parameter} has no value; call Bind."
        : "A value has a type that no column has.");

    private CompiledShape ShapeOf(Query query)
    {
        if (_shapes.TryGet(query, out var shape))
        {
            _metrics.Hit();
        }
        else
        {
            _metrics.Miss();
            shape = _shapes.Add(query, new(this, SqlWriter.Write(this, query)));
        }

        return query.Know(shape);
    }

    private object[] BindAll(object[] values, bool isShared)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (value is string) // most are, and no dialect takes it in another form
                continue;
            var bound = Bind(value);
            if (ReferenceEquals(bound, value))
                continue;
            if (isShared)
                (values, isShared) = ([.. values], false);
            values[i] = bound;
        }

        return values;
    }
}
