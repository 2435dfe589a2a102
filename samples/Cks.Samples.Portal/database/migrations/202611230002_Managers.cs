using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Managers: the roots of the chain.</summary>
[Migration(202611230002)]
public sealed class Managers : PortalMigration
{
    /// <inheritdoc/>
    protected override string DownSql => "DROP TABLE managers;";

    /// <inheritdoc/>
    protected override string UpSql(PortalDdl ddl) =>
        $"""
        CREATE TABLE managers (
            {ddl.Key("manager_id")},
            {ddl.Contact},
            territory {ddl.Text},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("manager_id", "MGR")}
        ){ddl.TableEnd};
        """;
}
