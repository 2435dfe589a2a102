using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Who looked at or changed what by a power beyond their own rows.</summary>
[Migration(202611260023)]
public sealed class AuditLog(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE audit_log (
            tenant_id {ddl.Text} NOT NULL REFERENCES tenants (tenant_id),
            audit_id {ddl.Text} NOT NULL,
            at {ddl.Instant} NOT NULL,
            actor_issuer {ddl.Text} NOT NULL,
            actor_subject {ddl.Text} NOT NULL,
            actor_code {ddl.Text} NOT NULL,
            action {ddl.Text} NOT NULL,
            target {ddl.Text},
            detail {ddl.Text},
            PRIMARY KEY (tenant_id, audit_id),
            CHECK (audit_id <> '' AND audit_id = lower(audit_id)),
            CHECK ({ddl.IsInstant("at")}),
            CHECK (action <> '')
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE audit_log;");
}
