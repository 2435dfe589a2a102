using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>What can be ordered: services, and who carries them out, and products.</summary>
[Migration(202611260014)]
public sealed class Catalog(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE catalog_services (
            {ddl.Key("catalog_service_id")},
            name {ddl.Text} NOT NULL,
            category {ddl.Text},
            managed_by {ddl.Text} NOT NULL,
            is_active {ddl.Flag} NOT NULL,
            {ddl.Life},
            {ddl.RoleRules("catalog_service_id", "SRV")},
            CHECK (managed_by IN ('manager', 'warehouse')),
            CHECK (is_active IN (TRUE, FALSE))
        ){ddl.TableEnd};

        CREATE TABLE catalog_products (
            {ddl.Key("product_id")},
            name {ddl.Text} NOT NULL,
            category {ddl.Text},
            is_active {ddl.Flag} NOT NULL,
            {ddl.Life},
            {ddl.RoleRules("product_id", "PRD")},
            CHECK (is_active IN (TRUE, FALSE))
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP TABLE catalog_products;
        DROP TABLE catalog_services;
        """);
}
