using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>What was archived, when it may be deleted, and the links that the archiving took apart.</summary>
[Migration(202611260022)]
public sealed class Archives(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE archives (
            {ddl.Key("archive_id")},
            entity {ddl.Text} NOT NULL,
            code {ddl.Text} NOT NULL,
            archived_at {ddl.Instant} NOT NULL,
            archived_by {ddl.Text} NOT NULL,
            reason {ddl.Text},
            delete_after {ddl.Instant} NOT NULL,
            restored_at {ddl.Instant},
            restored_by {ddl.Text},
            {PortalDdl.Ids("archive_id")},
            CHECK (archive_id <> '' AND archive_id = lower(archive_id)),
            CHECK (entity <> ''),
            CHECK ({PortalDdl.IsUpper("code")}),
            CHECK ({PortalDdl.TellsClass("code")}),
            CHECK ({ddl.IsInstant("archived_at")}),
            CHECK ({ddl.IsInstant("delete_after")}),
            CHECK ({ddl.IsInstant("restored_at")}),
            CHECK ({PortalDdl.IsUpper("archived_by")} AND {PortalDdl.TellsClass("archived_by")}),
            CHECK ((restored_at IS NULL) = (restored_by IS NULL))
        ){ddl.TableEnd};
        {PortalDdl.Index("archives", "code", "archive_id")}

        CREATE TABLE archive_links (
            {ddl.Key("archive_id")},
            child_entity {ddl.Text} NOT NULL,
            child_code {ddl.Text} NOT NULL,
            parent_entity {ddl.Text} NOT NULL,
            parent_code {ddl.Text} NOT NULL,
            PRIMARY KEY (tenant_id, is_test, archive_id, child_entity, child_code),
            CHECK ({PortalDdl.IsUpper("child_code")} AND {PortalDdl.TellsClass("child_code")}),
            CHECK ({PortalDdl.IsUpper("parent_code")} AND {PortalDdl.TellsClass("parent_code")}),
            {PortalDdl.Parent("archive_id", "archives", "archive_id")}
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP TABLE archive_links;
        DROP TABLE archives;
        """);
}
