using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// Orders (<c>{creator}-PO-NNN</c> of products, <c>{creator}-SO-NNN</c> of a service) with the parties of the day on which they were made, their lines and
/// whoever else takes part.
/// </summary>
[Migration(202611260019)]
public sealed class Orders(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE orders (
            {ddl.Key("order_id")},
            order_type {ddl.Text} NOT NULL,
            status {ddl.Text} NOT NULL,
            creator_id {ddl.Text} NOT NULL,
            creator_role {ddl.Text} NOT NULL,
            customer_id {ddl.Text},
            center_id {ddl.Text},
            contractor_id {ddl.Text},
            manager_id {ddl.Text},
            crew_id {ddl.Text},
            warehouse_id {ddl.Text},
            destination_id {ddl.Text},
            catalog_service_id {ddl.Text},
            managed_by {ddl.Text},
            title {ddl.Text} NOT NULL,
            notes {ddl.Text},
            rejection_reason {ddl.Text},
            service_id {ddl.Text},
            expected_at {ddl.Instant},
            delivered_at {ddl.Instant},
            updated_at {ddl.Instant} NOT NULL,
            {ddl.Life},
            {PortalDdl.Keys("order_id")},
            {ddl.LifeRules},
            CHECK ({ddl.IsInstant("expected_at")}),
            CHECK ({ddl.IsInstant("delivered_at")}),
            CHECK ({ddl.IsInstant("updated_at")}),
            CHECK (order_type = 'product' AND status IN ('pending_warehouse', 'awaiting_delivery', 'delivered', 'rejected', 'cancelled')
                OR order_type = 'service' AND status IN ('pending_customer', 'pending_contractor', 'pending_manager', 'pending_warehouse', 'manager_accepted',
                    'warehouse_accepted', 'crew_requested', 'crew_assigned', 'service_created', 'rejected', 'cancelled')),
            CHECK (managed_by IN ('manager', 'warehouse')),
            CHECK ({PortalDdl.IsRoleCode("creator_role", "creator_id")}),
            CHECK ({ddl.IsDerived("order_id", "creator_id", "CASE order_type WHEN 'product' THEN '-PO-' ELSE '-SO-' END")}),
            {PortalDdl.Parent("customer_id", "customers", "customer_id")},
            {PortalDdl.Parent("center_id", "centers", "center_id")},
            {PortalDdl.Parent("contractor_id", "contractors", "contractor_id")},
            {PortalDdl.Parent("manager_id", "managers", "manager_id")},
            {PortalDdl.Parent("crew_id", "crew", "crew_id")},
            {PortalDdl.Parent("warehouse_id", "warehouses", "warehouse_id")},
            {PortalDdl.Parent("destination_id", "centers", "center_id")},
            {PortalDdl.Parent("catalog_service_id", "catalog_services", "catalog_service_id")},
            {PortalDdl.Parent("service_id", "services", "service_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("orders", "creator_id", "order_id")}
        {PortalDdl.Index("orders", "customer_id", "order_id")}
        {PortalDdl.Index("orders", "center_id", "order_id")}
        {PortalDdl.Index("orders", "contractor_id", "order_id")}
        {PortalDdl.Index("orders", "manager_id", "order_id")}
        {PortalDdl.Index("orders", "crew_id", "order_id")}
        {PortalDdl.Index("orders", "warehouse_id", "order_id")}
        {PortalDdl.Index("orders", "destination_id", "order_id")}
        {PortalDdl.Index("orders", "catalog_service_id", "order_id")}
        {PortalDdl.Index("orders", "service_id", "order_id")}

        CREATE TABLE order_items (
            {ddl.Key("order_id")},
            line_number {ddl.Integer} NOT NULL,
            product_id {ddl.Text},
            catalog_service_id {ddl.Text},
            quantity {ddl.Integer} NOT NULL,
            PRIMARY KEY (tenant_id, order_id, line_number),
            CHECK (line_number > 0),
            CHECK ((product_id IS NULL) <> (catalog_service_id IS NULL)),
            CHECK (quantity > 0),
            {PortalDdl.Parent("order_id", "orders", "order_id")},
            {PortalDdl.Parent("product_id", "catalog_products", "product_id")},
            {PortalDdl.Parent("catalog_service_id", "catalog_services", "catalog_service_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("order_items", "order_id", "line_number")}
        {PortalDdl.Index("order_items", "product_id", "order_id")}
        {PortalDdl.Index("order_items", "catalog_service_id", "order_id")}

        CREATE TABLE order_participants (
            {ddl.Key("order_id")},
            participant_id {ddl.Text} NOT NULL,
            participant_role {ddl.Text} NOT NULL,
            participation {ddl.Text} NOT NULL,
            PRIMARY KEY (tenant_id, is_test, order_id, participant_id),
            CHECK ({PortalDdl.IsUpper("participant_id")}),
            CHECK ({PortalDdl.IsRoleCode("participant_role", "participant_id")}),
            CHECK ({PortalDdl.TellsClass("participant_id")}),
            CHECK (participation IN ('creator', 'destination', 'actor', 'watcher')),
            {PortalDdl.Parent("order_id", "orders", "order_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("order_participants", "participant_id", "order_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP TABLE order_participants;
        DROP TABLE order_items;
        DROP TABLE orders;
        """);
}
