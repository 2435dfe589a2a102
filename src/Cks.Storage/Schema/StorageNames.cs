using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>How tables are called. Nothing of it comes from a setting, so no name is ever text of somebody else's.</summary>
/// <param name="Dialect">The database.</param>
internal sealed record StorageNames(StorageDialect Dialect)
{
    /// <summary>The schema of PostgreSQL.</summary>
    public const string Schema = "cks";

    /// <summary>What the names begin with on SQLite, which has no schemas.</summary>
    public const string Prefix = "cks_";

    /// <summary>The table of the steps that were taken.</summary>
    public const string Migrations = "schema_migrations";

    /// <summary>The name of a table as it is declared.</summary>
    public string Of(string table) => Dialect == StorageDialect.Postgres ? table : Prefix + table;

    /// <summary>The name of a table as it stands in SQL.</summary>
    public string Sql(string table) => Dialect == StorageDialect.Postgres ? $"{Schema}.{table}" : Prefix + table;

    /// <summary>Declares tables where they are.</summary>
    public SqlSchema Declare(Action<SqlSchemaBuilder> declare) => SqlSchema.Create(schema => declare(Dialect == StorageDialect.Postgres ? schema.In(Schema) : schema));
}
