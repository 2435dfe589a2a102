using FluentMigrator.Runner.VersionTableInfo;

namespace Cks.Storage.Migrations;

/// <summary>The table of the steps that were taken, beside the tables that they made.</summary>
internal sealed class StepTable(StorageDialect dialect) : IVersionTableMetaData
{
    /// <summary>On PostgreSQL the schema is made with it, and taken back with it.</summary>
    public bool OwnsSchema => dialect == StorageDialect.Postgres;

    public string SchemaName => dialect == StorageDialect.Postgres ? StorageNames.Schema : "";

    public string TableName => new StorageNames(dialect).Of(StorageNames.Migrations);

    public string ColumnName => "version";

    public string DescriptionColumnName => "description";

    public string UniqueIndexName => $"ux_{TableName}_version";

    public string AppliedOnColumnName => "applied_on";

    public bool CreateWithPrimaryKey => false;
}
