using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Centers, each of a customer or not assigned yet. The index serves the foreign key and lists a parent's children by code.</summary>
[Migration(202611230005)]
public sealed class Centers(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE centers (
            {ddl.Key("center_id")},
            customer_id {ddl.Text},
            {ddl.Contact},
            main_contact {ddl.Text},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("center_id", "CEN")},
            {PortalDdl.Parent("customer_id", "customers", "customer_id")}
        ){ddl.TableEnd};
        CREATE INDEX ix_centers_customer_id ON centers (tenant_id, is_test, customer_id, center_id);
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE centers;");
}
