namespace Cks.Storage.Migrations;

/// <summary>The words in which the two databases differ when a table is made.</summary>
internal sealed class StorageDdl
{
    private readonly StorageNames _names;

    private StorageDdl(StorageDialect dialect) => _names = new(dialect);

    public StorageDialect Dialect => _names.Dialect;

    /// <summary>Text that is compared and ordered by its code points, whatever the database's own language is.</summary>
    public string Text => Dialect == StorageDialect.Postgres ? "text COLLATE \"C\"" : "TEXT";

    public string Flag => Dialect == StorageDialect.Postgres ? "boolean" : "INTEGER";

    public string Int32 => Dialect == StorageDialect.Postgres ? "integer" : "INTEGER";

    public string Int64 => Dialect == StorageDialect.Postgres ? "bigint" : "INTEGER";

    public string Id => Dialect == StorageDialect.Postgres ? "uuid" : "TEXT";

    public string Bytes => Dialect == StorageDialect.Postgres ? "bytea" : "BLOB";

    public string Instant => Dialect == StorageDialect.Postgres ? "timestamptz" : "TEXT";

    /// <summary>A primary key that the database gives, never one twice.</summary>
    public string Numbered => Dialect == StorageDialect.Postgres ? "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY" : "INTEGER PRIMARY KEY AUTOINCREMENT";

    /// <summary>What follows the closing bracket of a table.</summary>
    public string TableEnd => Dialect == StorageDialect.Postgres ? "" : " STRICT";

    public static StorageDdl Of(StorageDialect dialect) => new(dialect);

    public string Table(string name) => _names.Sql(name);

    /// <summary>An index that lets a value be there once, among some rows.</summary>
    public string UniqueIndex(string table, string purpose, string columns, string where) =>
        $"CREATE UNIQUE INDEX {(Dialect == StorageDialect.Postgres ? "" : StorageNames.Prefix)}ux_{table}_{purpose} ON {Table(table)} ({columns}) WHERE {where};";

    public string DropIndex(string table, string purpose) =>
        $"DROP INDEX {(Dialect == StorageDialect.Postgres ? $"{StorageNames.Schema}." : StorageNames.Prefix)}ix_{table}_{purpose};";

    /// <summary>An index, of some rows where that is said; its name says table and purpose.</summary>
    public string Index(string table, string purpose, string columns, string? where = null) =>
        $"CREATE INDEX {(Dialect == StorageDialect.Postgres ? "" : StorageNames.Prefix)}ix_{table}_{purpose} ON {Table(table)} ({columns}){(where is null ? "" : $" WHERE {where}")};";
}
