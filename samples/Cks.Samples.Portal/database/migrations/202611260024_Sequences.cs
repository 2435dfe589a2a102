using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>The last number given to each kind of derived id: <c>order</c>, <c>service:{center}</c>, <c>report:{creator}</c>, <c>feedback:{creator}</c>.</summary>
[Migration(202611260024)]
public sealed class Sequences(PortalDdl ddl) : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        CREATE TABLE sequences (
            tenant_id {ddl.Text} NOT NULL REFERENCES tenants (tenant_id),
            name {ddl.Text} NOT NULL,
            last {ddl.Integer} NOT NULL,
            PRIMARY KEY (tenant_id, name),
            CHECK (name <> ''),
            CHECK (last >= 0)
        ){ddl.TableEnd};
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql("DROP TABLE sequences;");
}
