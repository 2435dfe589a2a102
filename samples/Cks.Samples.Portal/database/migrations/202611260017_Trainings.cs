using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Trainings of crew; without a completion they are still to do.</summary>
[Migration(202611260017)]
public sealed class Trainings(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE trainings (
            {ddl.Key("training_id")},
            crew_id {ddl.Text} NOT NULL,
            title {ddl.Text} NOT NULL,
            completed_at {ddl.Instant},
            {ddl.Life},
            {ddl.RoleRules("training_id", "TRN")},
            CHECK ({ddl.IsInstant("completed_at")}),
            {PortalDdl.Parent("crew_id", "crew", "crew_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("trainings", "crew_id", "training_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE trainings;");
}
