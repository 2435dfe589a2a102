using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Warehouses: beside the chain, each tied to a manager or not yet.</summary>
[Migration(202611260010)]
public sealed class Warehouses(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE warehouses (
            {ddl.Key("warehouse_id")},
            manager_id {ddl.Text},
            {ddl.Contact},
            main_contact {ddl.Text},
            warehouse_type {ddl.Text},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("warehouse_id", "WHS")},
            {PortalDdl.Parent("manager_id", "managers", "manager_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("warehouses", "manager_id", "warehouse_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE warehouses;");
}
