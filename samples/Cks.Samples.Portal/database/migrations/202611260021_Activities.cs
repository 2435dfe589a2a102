using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// What happened, who was there to see it, and who has put it away. The audience is written with the event: a code, or <c>role:manager</c>, so that
/// a feed is one index range for each. An audience row has the tenant of its activity, and asks for no key of its own: there are several to an event.
/// </summary>
[Migration(202611260021)]
public sealed class Activities(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE activities (
            {ddl.Key("activity_id")},
            type {ddl.Text} NOT NULL,
            actor_id {ddl.Text} NOT NULL,
            actor_role {ddl.Text} NOT NULL,
            target_id {ddl.Text} NOT NULL,
            target_type {ddl.Text} NOT NULL,
            description {ddl.Text} NOT NULL,
            ids {ddl.Text} NOT NULL,
            created_at {ddl.Instant} NOT NULL,
            cleared_at {ddl.Instant},
            cleared_by {ddl.Text},
            {PortalDdl.Ids("activity_id")},
            CHECK ({ddl.IsUuid("activity_id")}),
            CHECK ({ddl.IsInstant("created_at")}),
            CHECK ({ddl.IsInstant("cleared_at")}),
            CHECK ((cleared_at IS NULL) = (cleared_by IS NULL)),
            CHECK (type <> '' AND target_type <> ''),
            CHECK ({PortalDdl.IsUpper("actor_id")} AND {PortalDdl.IsUpper("target_id")}),
            CHECK ({PortalDdl.IsRoleCode("actor_role", "actor_id")}),
            CHECK ({PortalDdl.TellsClass("actor_id")}),
            CHECK ({PortalDdl.TellsClass("target_id")}),
            CHECK ({ddl.IsObject("ids")})
        ){ddl.TableEnd};
        CREATE INDEX ix_activities_created_at ON activities (tenant_id, is_test, created_at, activity_id);
        {PortalDdl.Index("activities", "target_id", "activity_id")}

        CREATE TABLE activity_audience (
            tenant_id {ddl.Text} NOT NULL,
            is_test {ddl.Flag} NOT NULL,
            audience {ddl.Text} NOT NULL,
            created_at {ddl.Instant} NOT NULL,
            activity_id {ddl.Text} NOT NULL,
            PRIMARY KEY (tenant_id, is_test, audience, created_at, activity_id),
            CHECK (audience IN ('role:manager', 'role:contractor', 'role:customer', 'role:center', 'role:crew', 'role:warehouse', 'role:admin')
                OR {PortalDdl.IsUpper("audience")} AND {PortalDdl.TellsClass("audience")}),
            CHECK ({ddl.IsInstant("created_at")}),
            {PortalDdl.Parent("activity_id", "activities", "activity_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("activity_audience", "activity_id", "audience")}

        CREATE TABLE activity_dismissals (
            tenant_id {ddl.Text} NOT NULL,
            is_test {ddl.Flag} NOT NULL,
            viewer {ddl.Text} NOT NULL,
            activity_id {ddl.Text} NOT NULL,
            dismissed_at {ddl.Instant} NOT NULL,
            PRIMARY KEY (tenant_id, is_test, viewer, activity_id),
            CHECK ({PortalDdl.IsUpper("viewer")} AND {PortalDdl.TellsClass("viewer")}),
            CHECK ({ddl.IsInstant("dismissed_at")}),
            {PortalDdl.Parent("activity_id", "activities", "activity_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("activity_dismissals", "activity_id", "viewer")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP TABLE activity_dismissals;
        DROP TABLE activity_audience;
        DROP TABLE activities;
        """);
}
