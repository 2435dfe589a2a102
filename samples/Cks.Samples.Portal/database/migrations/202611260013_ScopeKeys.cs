using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// Copies of the ancestors beside the parent, so that a scope of several levels is one index range. They equal the chain of parents at all times: who
/// changes a parent changes them in the same transaction. The chain has the foreign keys.
/// </summary>
[Migration(202611260013)]
public sealed class ScopeKeys(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        ALTER TABLE customers ADD COLUMN cks_manager {ddl.Text};
        ALTER TABLE centers ADD COLUMN contractor_id {ddl.Text};
        ALTER TABLE centers ADD COLUMN cks_manager {ddl.Text};
        ALTER TABLE crew ADD COLUMN cks_manager {ddl.Text};

        UPDATE customers SET
            cks_manager = (SELECT p.cks_manager FROM contractors p WHERE p.tenant_id = customers.tenant_id AND p.contractor_id = customers.contractor_id);
        UPDATE centers SET
            contractor_id = (SELECT p.contractor_id FROM customers p WHERE p.tenant_id = centers.tenant_id AND p.customer_id = centers.customer_id),
            cks_manager = (SELECT p.cks_manager FROM customers p WHERE p.tenant_id = centers.tenant_id AND p.customer_id = centers.customer_id);
        UPDATE crew SET
            cks_manager = (SELECT p.cks_manager FROM centers p WHERE p.tenant_id = crew.tenant_id AND p.center_id = crew.assigned_center);

        {PortalDdl.Index("customers", "cks_manager", "customer_id")}
        {PortalDdl.Index("centers", "contractor_id", "center_id")}
        {PortalDdl.Index("centers", "cks_manager", "center_id")}
        {PortalDdl.Index("crew", "cks_manager", "crew_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP INDEX ix_crew_cks_manager;
        DROP INDEX ix_centers_cks_manager;
        DROP INDEX ix_centers_contractor_id;
        DROP INDEX ix_customers_cks_manager;
        ALTER TABLE crew DROP COLUMN cks_manager;
        ALTER TABLE centers DROP COLUMN cks_manager;
        ALTER TABLE centers DROP COLUMN contractor_id;
        ALTER TABLE customers DROP COLUMN cks_manager;
        """);
}
