using System.Text.Json;

namespace Cks.QueryBuilder.Tests;

/// <summary>A schema with columns of every type.</summary>
internal static class Office
{
    public static readonly SqlSchema Schema = SqlSchema.Create(s => s
        .Table("staff", t => t
            .Column<string>("staff_id").Column<string>("name").Column<string>("boss_id").Column<string>("site_id").Column<bool>("is_test").Column<int>("level").Column<int?>("age")
            .Column<long>("points").Column<long?>("bonus").Column<double>("weight").Column<double?>("rate").Column<Guid>("tag").Column<DateOnly?>("born")
            .Column<DateTimeOffset>("created_at").Column<DateTimeOffset?>("archived_at").Column<byte[]>("photo").Column<JsonElement>("doc").Column<JsonElement?>("extra"))
        .Table("sites", t => t.Column<string>("site_id").Column<string>("customer_id").Column<int?>("size")));

    public static readonly Table Staff = Schema.Table("staff");
    public static readonly Column<string> Id = Staff.Column<string>("staff_id");
    public static readonly Column<string> Name = Staff.Column<string>("name");
    public static readonly Column<string> Boss = Staff.Column<string>("boss_id");
    public static readonly Column<string> Site = Staff.Column<string>("site_id");
    public static readonly Column<bool> IsTest = Staff.Column<bool>("is_test");
    public static readonly Column<int> Level = Staff.Column<int>("level");
    public static readonly Column<int?> Age = Staff.Column<int?>("age");
    public static readonly Column<long> Points = Staff.Column<long>("points");
    public static readonly Column<long?> Bonus = Staff.Column<long?>("bonus");
    public static readonly Column<double> Weight = Staff.Column<double>("weight");
    public static readonly Column<double?> Rate = Staff.Column<double?>("rate");
    public static readonly Column<Guid> Tag = Staff.Column<Guid>("tag");
    public static readonly Column<DateOnly?> Born = Staff.Column<DateOnly?>("born");
    public static readonly Column<DateTimeOffset> CreatedAt = Staff.Column<DateTimeOffset>("created_at");
    public static readonly Column<DateTimeOffset?> ArchivedAt = Staff.Column<DateTimeOffset?>("archived_at");
    public static readonly Column<byte[]> Photo = Staff.Column<byte[]>("photo");
    public static readonly Column<JsonElement> Doc = Staff.Column<JsonElement>("doc");
    public static readonly Column<JsonElement?> Extra = Staff.Column<JsonElement?>("extra");
    public static readonly Table Sites = Schema.Table("sites");
    public static readonly Column<string> SiteId = Sites.Column<string>("site_id");
    public static readonly Column<string> Customer = Sites.Column<string>("customer_id");
    public static readonly Column<int?> Size = Sites.Column<int?>("size");

    /// <summary>The tables on an empty database.</summary>
    public static string Tables(Dialect dialect)
    {
        var (boolean, number, real, id, date, instant, bytes, json) = dialect == Dialect.Postgres
            ? ("boolean", "bigint", "double precision", "uuid", "date", "timestamptz", "bytea", "jsonb")
            : ("INTEGER", "INTEGER", "REAL", "TEXT", "TEXT", "TEXT", "BLOB", "TEXT");
        return $"""
            CREATE TABLE staff (staff_id text PRIMARY KEY, name text, boss_id text, site_id text, is_test {boolean} NOT NULL, level integer NOT NULL, age integer,
                points {number} NOT NULL, bonus {number}, weight {real} NOT NULL, rate {real}, tag {id} NOT NULL, born {date},
                created_at {instant} NOT NULL, archived_at {instant}, photo {bytes}, doc {json}, extra {json});
            CREATE TABLE sites (site_id text PRIMARY KEY, customer_id text, size integer);
            """;
    }
}
