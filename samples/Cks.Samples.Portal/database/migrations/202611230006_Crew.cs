using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Crew, each at a center or not assigned yet. The index serves the foreign key and lists a parent's children by code.</summary>
[Migration(202611230006)]
public sealed class Crew(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE crew (
            {ddl.Key("crew_id")},
            assigned_center {ddl.Text},
            {ddl.Contact},
            emergency_contact {ddl.Text},
            status {ddl.Text},
            {ddl.Life},
            {ddl.RoleRules("crew_id", "CRW")},
            {PortalDdl.Parent("assigned_center", "centers", "center_id")}
        ){ddl.TableEnd};
        CREATE INDEX ix_crew_assigned_center ON crew (tenant_id, is_test, assigned_center, crew_id);
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE crew;");
}
