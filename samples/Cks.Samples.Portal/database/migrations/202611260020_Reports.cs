using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Reports and feedback (<c>{creator}-RPT-NNN</c>, <c>{creator}-FBK-NNN</c>) and who acknowledged them. The manager is the ecosystem on the day of writing.</summary>
[Migration(202611260020)]
public sealed class Reports(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE reports (
            {ddl.Key("report_id")},
            kind {ddl.Text} NOT NULL,
            creator_id {ddl.Text} NOT NULL,
            creator_role {ddl.Text} NOT NULL,
            manager_id {ddl.Text},
            category {ddl.Text} NOT NULL,
            order_id {ddl.Text},
            service_id {ddl.Text},
            title {ddl.Text} NOT NULL,
            body {ddl.Text},
            priority {ddl.Text},
            rating {ddl.Integer},
            status {ddl.Text} NOT NULL,
            resolved_by {ddl.Text},
            resolved_at {ddl.Instant},
            {ddl.Life},
            {PortalDdl.Keys("report_id")},
            {ddl.LifeRules},
            CHECK ({ddl.IsInstant("resolved_at")}),
            CHECK (kind IN ('report', 'feedback')),
            CHECK (category IN ('order', 'service', 'procedure', 'other')),
            CHECK ((category = 'order') = (order_id IS NOT NULL)),
            CHECK ((category = 'service') = (service_id IS NOT NULL)),
            CHECK (priority IN ('LOW', 'MEDIUM', 'HIGH')),
            CHECK (rating IS NULL OR kind = 'feedback' AND rating BETWEEN 1 AND 5),
            CHECK (status IN ('open', 'resolved')),
            CHECK ((status = 'resolved') = (resolved_by IS NOT NULL)),
            CHECK ((status = 'resolved') = (resolved_at IS NOT NULL)),
            CHECK ({PortalDdl.IsUpper("resolved_by")}),
            CHECK ({PortalDdl.IsRoleCode("creator_role", "creator_id")}),
            CHECK ({ddl.IsDerived("report_id", "creator_id", "CASE kind WHEN 'report' THEN '-RPT-' ELSE '-FBK-' END")}),
            {PortalDdl.Parent("manager_id", "managers", "manager_id")},
            {PortalDdl.Parent("order_id", "orders", "order_id")},
            {PortalDdl.Parent("service_id", "services", "service_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("reports", "creator_id", "report_id")}
        {PortalDdl.Index("reports", "manager_id", "report_id")}
        {PortalDdl.Index("reports", "order_id", "report_id")}
        {PortalDdl.Index("reports", "service_id", "report_id")}

        CREATE TABLE report_acknowledgments (
            {ddl.Key("report_id")},
            acknowledged_by {ddl.Text} NOT NULL,
            acknowledged_role {ddl.Text} NOT NULL,
            acknowledged_at {ddl.Instant} NOT NULL,
            PRIMARY KEY (tenant_id, is_test, report_id, acknowledged_by),
            CHECK ({ddl.IsInstant("acknowledged_at")}),
            CHECK ({PortalDdl.IsUpper("acknowledged_by")}),
            CHECK ({PortalDdl.IsRoleCode("acknowledged_role", "acknowledged_by")}),
            CHECK ({PortalDdl.TellsClass("acknowledged_by")}),
            {PortalDdl.Parent("report_id", "reports", "report_id")}
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP TABLE report_acknowledgments;
        DROP TABLE reports;
        """);
}
