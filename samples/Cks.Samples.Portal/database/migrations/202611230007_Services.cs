using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Services at centers (<c>{center}-SRV-NNN</c>) and the crew that is staffed on them.</summary>
[Migration(202611230007)]
public sealed class Services(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE services (
            {ddl.Key("service_id")},
            center_id {ddl.Text} NOT NULL,
            service_name {ddl.Text} NOT NULL,
            category {ddl.Text},
            status {ddl.Text} NOT NULL,
            actual_start_time {ddl.Instant},
            actual_end_time {ddl.Instant},
            {ddl.Life},
            {PortalDdl.Keys("service_id")},
            {ddl.LifeRules},
            CHECK ({ddl.IsInstant("actual_start_time")}),
            CHECK ({ddl.IsInstant("actual_end_time")}),
            CHECK (status = lower(trim(status)) AND status <> ''),
            CHECK (substr(service_id, 1, length(center_id) + 5) = center_id || '-SRV-' AND {ddl.IsNumber("substr(service_id, length(center_id) + 6)")}),
            {PortalDdl.Parent("center_id", "centers", "center_id")}
        ){ddl.TableEnd};
        CREATE INDEX ix_services_center_id ON services (tenant_id, is_test, center_id, service_id);

        CREATE TABLE service_staffing (
            {ddl.Key("service_id")},
            crew_id {ddl.Text} NOT NULL,
            PRIMARY KEY (tenant_id, is_test, service_id, crew_id),
            {PortalDdl.Parent("service_id", "services", "service_id")},
            {PortalDdl.Parent("crew_id", "crew", "crew_id")}
        ){ddl.TableEnd};
        CREATE INDEX ix_service_staffing_crew_id ON service_staffing (tenant_id, is_test, crew_id, service_id);
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP TABLE service_staffing;
        DROP TABLE services;
        """);
}
