using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Admins: outside the chain; they see their whole tenant.</summary>
[Migration(202611260011)]
public sealed class Admins(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE admins (
            {ddl.Key("admin_id")},
            {ddl.Contact},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("admin_id", "ADM")}
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE admins;");
}
