using System.Data;
using System.Security.Cryptography;
using System.Text;

namespace Cks.QueryBuilder;

/// <summary>
/// Turns queries and writes into the SQL of one dialect. The text of a shape is written once and kept; those that differ only in values share it.
/// Thread-safe; one per process is enough.
/// </summary>
public abstract class SqlCompiler
{
    private readonly ShapeCache _shapes;

    private protected SqlCompiler(int cachedShapes) => _shapes = new(cachedShapes);

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

    internal int CachedShapes => _shapes.Count;

    /// <summary>The SQL text and the values of a query.</summary>
    public SqlResult Compile(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!_shapes.TryGet(query, out var shape))
            shape = _shapes.Add(query, Write(query));
        if (query.ValueCount == 0)
            return new(shape, []);
        var values = new object[query.ValueCount];
        query.CopyValues(values, this);
        return new(shape, values);
    }

    /// <summary>The SQL text and the values of a write.</summary>
    /// <exception cref="InvalidOperationException">It is an insert or update that sets no column.</exception>
    public SqlResult Compile(Write write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Compile(write.Statement);
    }

    /// <summary>A value in the form in which the dialect's provider takes it.</summary>
    internal abstract object Bind(Column? column, object value);

    /// <summary>A condition that a column is among the values of one parameter.</summary>
    internal abstract void WriteInList(SqlWriter writer, Column column);

    /// <summary>A condition that a text column matches a pattern, upper and lower case of A to Z being the same.</summary>
    internal abstract void WriteLike(SqlWriter writer, Column column);

    /// <summary>What follows a column, or a value beside it, where its order matters, so that text is ordered by code point.</summary>
    internal abstract string Collation(Column column);

    /// <summary>What locks the rows that are read, at the end of the text.</summary>
    internal abstract string UpdateMark { get; }

    /// <summary>The same for rows that others may only read.</summary>
    internal abstract string ShareMark { get; }

    /// <summary>What stands before an order column so that the rows which a sub-query picks are found first and sorted then, not found in order.</summary>
    internal abstract string SortMark { get; }

    /// <summary>What follows an order column so that NULL is last ascending and first descending.</summary>
    internal abstract void WriteNulls(SqlWriter writer, Column column, bool descending);

    private CompiledShape Write(Query query)
    {
        var sql = SqlWriter.Write(this, query, "@p", 0);
        var positional = SqlWriter.Write(this, query, "$", 1);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)).AsSpan(0, 8));
        return new(sql, positional, id);
    }
}
