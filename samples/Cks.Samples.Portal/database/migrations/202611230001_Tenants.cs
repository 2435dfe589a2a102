using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Whose data there is. Every other row belongs to one of them.</summary>
[Migration(202611230001)]
public sealed class Tenants(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE tenants (
            tenant_id {ddl.Text} NOT NULL PRIMARY KEY,
            name {ddl.Text} NOT NULL,
            created_at {ddl.Instant} NOT NULL,
            CHECK ({ddl.IsSlug("tenant_id")}),
            CHECK ({ddl.IsInstant("created_at")})
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE tenants;");
}
