using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>The three tables of the feed. Their names and columns are part of what this package asks of a database; docs/activity.md has their definition.</summary>
internal static class ActivityTables
{
    private static readonly SqlSchema Schema = SqlSchema.Create(s => s
        .Table("activities", t => t
            .Column<string>("tenant_id").Column<bool>("is_test").Column<string>("activity_id").Column<string>("type").Column<string>("actor_id").Column<string>("actor_role").Column<string?>("acted_by")
            .Column<string>("target_id").Column<string>("target_type").Column<string>("description").Column<string>("ids").Column<DateTimeOffset>("created_at"))
        .Table("activity_audience", t => t
            .Column<string>("tenant_id").Column<bool>("is_test").Column<string>("audience").Column<DateTimeOffset>("created_at").Column<string>("activity_id"))
        .Table("activity_dismissals", t => t
            .Column<string>("tenant_id").Column<bool>("is_test").Column<string>("viewer").Column<string>("activity_id").Column<DateTimeOffset>("dismissed_at")));

    public static Table Activities { get; } = Schema.Table("activities");

    public static Table Audience { get; } = Schema.Table("activity_audience");

    public static Table Dismissals { get; } = Schema.Table("activity_dismissals");

    /// <summary>The rows of the subject's tenant and test class.</summary>
    public static Query Of(Table table, ViewerTerms terms) => terms.OfClass(terms.OfTenant(Query.From(table), table.Column<string>("tenant_id")), table.Column<bool>("is_test"));
}
