using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Customers, each under a contractor or not assigned yet. The index serves the foreign key and lists a parent's children by code.</summary>
[Migration(202611230004)]
public sealed class Customers(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE customers (
            {ddl.Key("customer_id")},
            contractor_id {ddl.Text},
            {ddl.Contact},
            main_contact {ddl.Text},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("customer_id", "CUS")},
            {PortalDdl.Parent("contractor_id", "contractors", "contractor_id")}
        ){ddl.TableEnd};
        CREATE INDEX ix_customers_contractor_id ON customers (tenant_id, is_test, contractor_id, customer_id);
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE customers;");
}
