using System.Collections.Frozen;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>
/// The tables and columns that queries may name: immutable, declared once in code or in a document, or read from a database. This is the only place where a name arrives as text;
/// everywhere else a query takes the <see cref="QueryBuilder.Table"/> and <see cref="Column"/> objects that come from here.
/// </summary>
public sealed class SqlSchema : IEquatable<SqlSchema>
{
    private readonly FrozenDictionary<string, Table> _tables;

    private SqlSchema(IEnumerable<Table> tables) => _tables = tables.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Every declared table, in no particular order.</summary>
    public IReadOnlyCollection<Table> Tables => _tables.Values;

    /// <summary>Declares a schema.</summary>
    /// <exception cref="CksConfigurationException">A name is not <c>[a-z_][a-z0-9_]{0,62}</c> or stands twice, a table has no column, or a column type is not supported (CKS306).</exception>
    public static SqlSchema Create(Action<SqlSchemaBuilder> declare)
    {
        ArgumentNullException.ThrowIfNull(declare);
        var builder = new SqlSchemaBuilder();
        declare(builder);
        return new(builder.Tables);
    }

    /// <summary>
    /// Reads a document: <c>{ "version": 1, "tables": { "crew": { "columns": { "crew_id": "text", "archived_at": "instant?" } } } }</c>. Types are <c>text</c>,
    /// <c>boolean</c>, <c>int32</c>, <c>int64</c>, <c>double</c>, <c>guid</c>, <c>instant</c>, <c>date</c>, <c>bytes</c> and <c>json</c>, with <c>?</c> behind them where the
    /// column can be NULL; a text and bytes always may be.
    /// </summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document; comments and trailing commas are allowed.</param>
    /// <returns>The schema, or every mistake with its place.</returns>
    public static LoadResult<SqlSchema> Load(string file, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(file);
        return SqlSchemaReader.Read(file, utf8);
    }

    /// <summary>
    /// Reads the tables and views of a database: of the current schema on PostgreSQL, of the main database on SQLite. Names that are not allowed here and types that no
    /// column can have are left out and listed. SQLite tells <c>instant</c>, <c>guid</c> and the like from text only where the declared type says so.
    /// </summary>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    public static Task<SqlSchemaReading> ReadAsync(DbDataSource source, SqlCompiler compiler, CancellationToken cancellationToken = default) =>
        DatabaseCatalog.ReadAsync(source, compiler, cancellationToken);

    /// <summary>Compares the declaration with a database. What the database has besides is none of its business; views count as tables.</summary>
    /// <returns>
    /// Tables and columns that are missing, columns of a type that cannot hold what is declared, and columns that can be NULL though declared otherwise (CKS308); none when queries
    /// will find what they name.
    /// </returns>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    public Task<IReadOnlyList<Diagnostic>> CheckAsync(DbDataSource source, SqlCompiler compiler, CancellationToken cancellationToken = default) =>
        DatabaseCatalog.CheckAsync(this, source, compiler, cancellationToken);

    /// <summary>The table with exactly this name; for names that stand in code or in a document that is checked at start-up.</summary>
    /// <exception cref="CksConfigurationException">There is no such table (CKS301).</exception>
    public Table Table(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryTable(name, out var table)
            ? table
            : throw new CksConfigurationException(
                CksCodes.UnknownEntity, "schema", $"The table \"{name}\" is not declared.", DidYouMean.Sentence(name, _tables.Keys));
    }

    /// <summary>Looks a table up by exactly this name; for names that come from outside. Never throws.</summary>
    public bool TryTable(string? name, [NotNullWhen(true)] out Table? table)
    {
        table = null;
        return SqlName.CouldBe(name) && _tables.TryGetValue(name, out table);
    }

    /// <summary>Whether the same tables are declared with the same columns in the same order. Columns of equal schemas are still different columns.</summary>
    public bool Equals(SqlSchema? other) =>
        other is not null && _tables.Count == other._tables.Count
        && _tables.Values.All(t => other._tables.TryGetValue(t.Name, out var its) && t.Within == its.Within && t.Columns.SequenceEqual(its.Columns, SameDeclaration.Instance));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SqlSchema);

    /// <inheritdoc/>
    public override int GetHashCode() => _tables.Keys.Aggregate(_tables.Count, (hash, name) => hash ^ string.GetHashCode(name, StringComparison.Ordinal));

    private sealed class SameDeclaration : IEqualityComparer<Column>
    {
        public static SameDeclaration Instance { get; } = new();

        public bool Equals(Column? x, Column? y) => x?.Name == y?.Name && x?.GetType() == y?.GetType();

        public int GetHashCode(Column column) => string.GetHashCode(column.Name, StringComparison.Ordinal);
    }
}
