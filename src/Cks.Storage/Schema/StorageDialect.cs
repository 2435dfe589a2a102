namespace Cks.Storage;

/// <summary>The databases that the stores are written for.</summary>
internal enum StorageDialect
{
    /// <summary>PostgreSQL 15 or later: tables in the schema <c>cks</c>.</summary>
    Postgres,

    /// <summary>SQLite 3.39 or later: tables whose names begin with <c>cks_</c>.</summary>
    Sqlite,
}
