using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// Warehouses and admins sign in too. A CHECK cannot be changed on SQLite, so the links are put aside while their table is made anew; going down
/// takes the links of the two roles along.
/// </summary>
[Migration(202611260012)]
public sealed class LinkedRoles(PortalDdl ddl) : Migration
{
    private static readonly (string Role, string Table, string Code, string Prefix)[] Five =
    [
        ("manager", "managers", "manager_id", "MGR-"),
        ("contractor", "contractors", "contractor_id", "CON-"),
        ("customer", "customers", "customer_id", "CUS-"),
        ("center", "centers", "center_id", "CEN-"),
        ("crew", "crew", "crew_id", "CRW-"),
    ];

    private static readonly (string Role, string Table, string Code, string Prefix)[] Seven =
        [.. Five, ("warehouse", "warehouses", "warehouse_id", "WHS-"), ("admin", "admins", "admin_id", "ADM-")];

    /// <inheritdoc/>
    public override void Up() => Rebuild(Seven);

    /// <inheritdoc/>
    public override void Down() => Rebuild(Five);

    private void Rebuild((string Role, string Table, string Code, string Prefix)[] roles) => Execute.Sql(
        $"""
        DROP VIEW people;
        CREATE TABLE kept_links AS SELECT issuer, subject, tenant_id, role, code FROM identity_links
            WHERE role IN ({string.Join(", ", roles.Select(r => $"'{r.Role}'"))});
        DROP TABLE identity_links;
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
                {string.Join(' ', roles.Select(r => $"WHEN '{r.Role}' THEN '{r.Prefix}'"))}
                ELSE '' END)
        ){ddl.TableEnd};
        INSERT INTO identity_links (issuer, subject, tenant_id, role, code) SELECT issuer, subject, tenant_id, role, code FROM kept_links;
        DROP TABLE kept_links;
        CREATE VIEW people AS
        {string.Join("\nUNION ALL\n", roles.Select(Arm))};
        """);

    private static string Arm((string Role, string Table, string Code, string Prefix) role) =>
        $"""
        SELECT l.issuer, l.subject, l.tenant_id, l.role, l.code, p.name, p.status, p.archived_at, p.is_test
        FROM identity_links l JOIN {role.Table} p ON p.tenant_id = l.tenant_id AND p.{role.Code} = l.code
        WHERE l.role = '{role.Role}'
        """;
}
