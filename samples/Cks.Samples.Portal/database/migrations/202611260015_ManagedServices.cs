using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// What a service came from and who carries it out, and the statuses that it can have. SQLite adds no foreign key to a table, so both tables are
/// put aside and made anew.
/// </summary>
[Migration(202611260015)]
public sealed class ManagedServices(PortalDdl ddl) : Migration
{
    private const string Columns =
        "tenant_id, is_test, service_id, center_id, service_name, category, status, actual_start_time, actual_end_time, created_at, archived_at";

    private const string Staffing = "tenant_id, is_test, service_id, crew_id";

    /// <inheritdoc/>
    public override void Up() => Rebuild(
        columns:
        $"""
        managed_by {ddl.Text} NOT NULL DEFAULT 'manager',
            warehouse_id {ddl.Text},
            catalog_service_id {ddl.Text},
            notes {ddl.Text},
        """,
        rules:
        $"""
        CHECK (status IN ('created', 'active', 'completed', 'verified', 'cancelled')),
            CHECK (managed_by IN ('manager', 'warehouse')),
            {PortalDdl.Parent("warehouse_id", "warehouses", "warehouse_id")},
            {PortalDdl.Parent("catalog_service_id", "catalog_services", "catalog_service_id")},
        """,
        indexes:
        $"""
        {PortalDdl.Index("services", "warehouse_id", "service_id")}
        {PortalDdl.Index("services", "catalog_service_id", "service_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Rebuild("", "CHECK (status = lower(trim(status)) AND status <> ''),", "");

    private void Rebuild(string columns, string rules, string indexes) => Execute.Sql(
        $"""
        CREATE TABLE kept_services AS SELECT {Columns} FROM services;
        CREATE TABLE kept_staffing AS SELECT {Staffing} FROM service_staffing;
        DROP TABLE service_staffing;
        DROP TABLE services;

        CREATE TABLE services (
            {ddl.Key("service_id")},
            center_id {ddl.Text} NOT NULL,
            service_name {ddl.Text} NOT NULL,
            category {ddl.Text},
            status {ddl.Text} NOT NULL,
            actual_start_time {ddl.Instant},
            actual_end_time {ddl.Instant},
            {columns}
            {ddl.Life},
            {PortalDdl.Keys("service_id")},
            {ddl.LifeRules},
            CHECK ({ddl.IsInstant("actual_start_time")}),
            CHECK ({ddl.IsInstant("actual_end_time")}),
            CHECK ({ddl.IsDerived("service_id", "center_id", "'-SRV-'")}),
            {rules}
            {PortalDdl.Parent("center_id", "centers", "center_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("services", "center_id", "service_id")}
        {indexes}

        CREATE TABLE service_staffing (
            {ddl.Key("service_id")},
            crew_id {ddl.Text} NOT NULL,
            PRIMARY KEY (tenant_id, is_test, service_id, crew_id),
            {PortalDdl.Parent("service_id", "services", "service_id")},
            {PortalDdl.Parent("crew_id", "crew", "crew_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("service_staffing", "crew_id", "service_id")}

        INSERT INTO services ({Columns}) SELECT {Columns} FROM kept_services;
        INSERT INTO service_staffing ({Staffing}) SELECT {Staffing} FROM kept_staffing;
        DROP TABLE kept_staffing;
        DROP TABLE kept_services;
        """);
}
