namespace Cks.Storage.Migrations;

/// <summary>Notices between processes, where the database itself sends none; on PostgreSQL there is nothing to make.</summary>
internal static class ChangeStep
{
    public static StorageStep Step { get; } = new(
        StorageSchema.Changes,
        "changes",
        ddl => ddl.Dialect == StorageDialect.Postgres ? "" : $"CREATE TABLE {ddl.Table("changes")} (sequence {ddl.Numbered}, notice {ddl.Text} NOT NULL){ddl.TableEnd};",
        ddl => ddl.Dialect == StorageDialect.Postgres ? "" : $"DROP TABLE {ddl.Table("changes")};");
}
