using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>What a warehouse has of each product: <c>{warehouse}:{product}</c>.</summary>
[Migration(202611260018)]
public sealed class Inventory(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE inventory_items (
            {ddl.Key("inventory_id")},
            warehouse_id {ddl.Text} NOT NULL,
            product_id {ddl.Text} NOT NULL,
            item_name {ddl.Text} NOT NULL,
            quantity_on_hand {ddl.Integer} NOT NULL,
            quantity_reserved {ddl.Integer} NOT NULL,
            min_stock_level {ddl.Integer} NOT NULL,
            {ddl.Life},
            {PortalDdl.Keys("inventory_id")},
            {ddl.LifeRules},
            CHECK (inventory_id = warehouse_id || ':' || product_id),
            CHECK (quantity_on_hand >= 0 AND quantity_reserved >= 0 AND min_stock_level >= 0),
            {PortalDdl.Parent("warehouse_id", "warehouses", "warehouse_id")},
            {PortalDdl.Parent("product_id", "catalog_products", "product_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("inventory_items", "warehouse_id", "inventory_id")}
        {PortalDdl.Index("inventory_items", "product_id", "inventory_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE inventory_items;");
}
