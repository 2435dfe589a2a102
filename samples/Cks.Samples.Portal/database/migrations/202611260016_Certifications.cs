using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Who may carry out which catalog service: <c>{holder}:{catalog service}</c>, archived when it is taken back.</summary>
[Migration(202611260016)]
public sealed class Certifications(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE service_certifications (
            {ddl.Key("certification_id")},
            catalog_service_id {ddl.Text} NOT NULL,
            holder_id {ddl.Text} NOT NULL,
            holder_role {ddl.Text} NOT NULL,
            {ddl.Life},
            {PortalDdl.Keys("certification_id")},
            {ddl.LifeRules},
            CHECK (certification_id = holder_id || ':' || catalog_service_id),
            CHECK (holder_role IN ('manager', 'contractor', 'crew', 'warehouse')),
            CHECK ({PortalDdl.IsRoleCode("holder_role", "holder_id")}),
            CHECK ({PortalDdl.TellsClass("holder_id")}),
            {PortalDdl.Parent("catalog_service_id", "catalog_services", "catalog_service_id")}
        ){ddl.TableEnd};
        {PortalDdl.Index("service_certifications", "catalog_service_id", "certification_id")}
        {PortalDdl.Index("service_certifications", "holder_id", "certification_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE service_certifications;");
}
