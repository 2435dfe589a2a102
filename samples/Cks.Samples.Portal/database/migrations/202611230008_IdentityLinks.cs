using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// Who signs in: one user of an identity provider is at most one person of the portal, and one person at most one user.
/// An e-mail address never links.
/// </summary>
[Migration(202611230008)]
public sealed class IdentityLinks(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE identity_links (
            issuer {ddl.Text} NOT NULL,
            subject {ddl.Text} NOT NULL,
            tenant_id {ddl.Text} NOT NULL REFERENCES tenants (tenant_id),
            role {ddl.Text} NOT NULL,
            code {ddl.Text} NOT NULL,
            PRIMARY KEY (issuer, subject),
            UNIQUE (tenant_id, code),
            CHECK (issuer <> '' AND subject <> ''),
            CHECK ({PortalDdl.IsUpper("code")}),
            CHECK (substr(code, 1, 4) = CASE role
                WHEN 'manager' THEN 'MGR-'
                WHEN 'contractor' THEN 'CON-'
                WHEN 'customer' THEN 'CUS-'
                WHEN 'center' THEN 'CEN-'
                WHEN 'crew' THEN 'CRW-'
                ELSE '' END)
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE identity_links;");
}
