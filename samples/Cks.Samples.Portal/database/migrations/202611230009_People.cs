using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// Everybody who is linked to a user, with what a session is made of. Each arm joins the link itself, so that both engines push (issuer, subject)
/// into every arm and no role table is read from end to end.
/// </summary>
[Migration(202611230009)]
public sealed class People : Migration
{
    private static readonly (string Role, string Table, string Code)[] Arms =
    [
        ("manager", "managers", "manager_id"),
        ("contractor", "contractors", "contractor_id"),
        ("customer", "customers", "customer_id"),
        ("center", "centers", "center_id"),
        ("crew", "crew", "crew_id"),
    ];

    /// <inheritdoc/>
    public override void Up() => Execute.Sql($"CREATE VIEW people AS\n{string.Join("\nUNION ALL\n", Arms.Select(Arm))};");

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP VIEW people;");

    private static string Arm((string Role, string Table, string Code) arm) =>
        $"""
        SELECT l.issuer, l.subject, l.tenant_id, l.role, l.code, p.name, p.status, p.archived_at, p.is_test
        FROM identity_links l JOIN {arm.Table} p ON p.tenant_id = l.tenant_id AND p.{arm.Code} = l.code
        WHERE l.role = '{arm.Role}'
        """;
}
