using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Contractors, each under a manager or not assigned yet. The index serves the foreign key and lists a parent's children by code.</summary>
[Migration(202611230003)]
public sealed class Contractors(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE contractors (
            {ddl.Key("contractor_id")},
            cks_manager {ddl.Text},
            {ddl.Contact},
            main_contact {ddl.Text},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("contractor_id", "CON")},
            {PortalDdl.Parent("cks_manager", "managers", "manager_id")}
        ){ddl.TableEnd};
        CREATE INDEX ix_contractors_cks_manager ON contractors (tenant_id, is_test, cks_manager, contractor_id);
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE contractors;");
}
