namespace Cks.QueryBuilder.Tests;

/// <summary>The schema that the tests share.</summary>
internal static class Portal
{
    public static readonly SqlSchema Schema = SqlSchema.Create(s => s
        .Table("crew", t => t
            .Column<string>("crew_id").Column<string>("name").Column<string>("center_id").Column<bool>("is_test").Column<int?>("age")
            .Column<long>("points").Column<Guid>("tag").Column<DateTimeOffset>("created_at").Column<DateTimeOffset?>("archived_at"))
        .Table("centers", t => t.Column<string>("center_id").Column<string>("customer_id").Column<int?>("size")));

    public static readonly Table Crew = Schema.Table("crew");
    public static readonly Column<string> CrewId = Crew.Column<string>("crew_id");
    public static readonly Column<string> Name = Crew.Column<string>("name");
    public static readonly Column<string> CrewCenter = Crew.Column<string>("center_id");
    public static readonly Column<bool> IsTest = Crew.Column<bool>("is_test");
    public static readonly Column<int?> Age = Crew.Column<int?>("age");
    public static readonly Column<long> Points = Crew.Column<long>("points");
    public static readonly Column<Guid> Tag = Crew.Column<Guid>("tag");
    public static readonly Column<DateTimeOffset> CreatedAt = Crew.Column<DateTimeOffset>("created_at");
    public static readonly Column<DateTimeOffset?> ArchivedAt = Crew.Column<DateTimeOffset?>("archived_at");

    public static readonly Table Centers = Schema.Table("centers");
    public static readonly Column<string> CenterId = Centers.Column<string>("center_id");
    public static readonly Column<string> Customer = Centers.Column<string>("customer_id");
    public static readonly Column<int?> Size = Centers.Column<int?>("size");
}
