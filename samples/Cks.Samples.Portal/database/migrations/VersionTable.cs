using FluentMigrator.Runner.VersionTableInfo;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>The table in which FluentMigrator keeps what was applied, named like the rest of the schema.</summary>
internal sealed class VersionTable : IVersionTableMetaData
{
    public const string Name = "schema_migrations";

    public const string Version = "version";

    public bool OwnsSchema => false;

    public string SchemaName => "";

    public string TableName => Name;

    public string ColumnName => Version;

    public string DescriptionColumnName => "description";

    public string UniqueIndexName => "ux_schema_migrations_version";

    public string AppliedOnColumnName => "applied_on";

    public bool CreateWithPrimaryKey => false;
}
