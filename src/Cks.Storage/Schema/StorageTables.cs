using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Every table that the stores read and write, on one of the databases.</summary>
internal sealed class StorageTables
{
    private StorageTables(StorageDialect dialect)
    {
        var names = new StorageNames(dialect);
        Schema = names.Declare(schema =>
        {
            RevocationTables.Declare(schema, names);
            GrantTables.Declare(schema, names);
            ApiKeyTables.Declare(schema, names);
            SecurityEventTable.Declare(schema, names);
            SessionTable.Declare(schema, names);
            ImpersonationTable.Declare(schema, names);
            RevisionTables.Declare(schema, names);
            if (dialect == StorageDialect.Sqlite)
                ChangeTable.Declare(schema, names);
        });
        (Revocations, Grants, ApiKeys, SecurityEvents) = (new(Schema, names), new(Schema, names), new(Schema, names), new(Schema.Table(names.Of(SecurityEventTable.Name))));
        Revisions = new(Schema, names);
        Sessions = new(Schema.Table(names.Of(SessionTable.Name)));
        Impersonations = new(Schema.Table(names.Of(ImpersonationTable.Name)));
        Changes = dialect == StorageDialect.Sqlite ? new(Schema.Table(names.Of(ChangeTable.Name))) : null;
    }

    public static StorageTables Postgres { get; } = new(StorageDialect.Postgres);

    public static StorageTables Sqlite { get; } = new(StorageDialect.Sqlite);

    public SqlSchema Schema { get; }

    public RevocationTables Revocations { get; }

    public GrantTables Grants { get; }

    public ApiKeyTables ApiKeys { get; }

    public SecurityEventTable SecurityEvents { get; }

    public RevisionTables Revisions { get; }

    public SessionTable Sessions { get; }

    public ImpersonationTable Impersonations { get; }

    /// <summary>Notices between processes, where the database itself sends none.</summary>
    public ChangeTable? Changes { get; }
}
