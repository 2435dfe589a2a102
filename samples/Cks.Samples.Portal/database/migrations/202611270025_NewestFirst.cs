using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>Orders and reports of a tenant by their age: an admin's lists are read from the newest down and end at a page. Found by <c>cks scope advise</c>.</summary>
[Migration(202611270025)]
public sealed class NewestFirst : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql(
        $"""
        {PortalDdl.Index("orders", "created_at", "order_id")}
        {PortalDdl.Index("reports", "created_at", "report_id")}
        """);

    /// <inheritdoc/>
    public override void Down() => Execute.Sql(
        """
        DROP INDEX ix_reports_created_at;
        DROP INDEX ix_orders_created_at;
        """);
}
