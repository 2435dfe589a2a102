using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Managers: the roots of the chain.</summary>
[Migration(202611230002)]
public sealed class Managers(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE managers (
            {ddl.Key("manager_id")},
            {ddl.Contact},
            territory {ddl.Text},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("manager_id", "MGR")}
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE managers;");
}
