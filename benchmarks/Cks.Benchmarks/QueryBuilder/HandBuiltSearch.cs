using System.Globalization;
using System.Text;

namespace Cks.Benchmarks;

/// <summary>The search as a careful developer writes it without a query builder: a text that holds no value, and the values beside it.</summary>
internal static class HandBuiltSearch
{
    public static (string Sql, List<object> Values) Build(ServiceSearch search)
    {
        var sql = new StringBuilder("SELECT \"services\".\"service_id\", \"services\".\"service_name\", \"services\".\"status\", \"services\".\"price\" FROM \"services\"", 512);
        var values = new List<object>(6);
        if (search.Tenant is { } tenant)
            Where("\"services\".\"tenant_id\" = @p", tenant);
        if (search.IsTest is { } isTest)
            Where("\"services\".\"is_test\" = @p", isTest);
        if (search.Center is { } center)
            Where("\"services\".\"center_id\" = @p", center);
        if (search.Status is { } status)
            Where("\"services\".\"status\" = @p", status);
        if (search.LeastPrice is { } price)
            Where("\"services\".\"price\" >= @p", price);
        sql.Append(" ORDER BY \"services\".\"service_id\" COLLATE \"C\" LIMIT @p").Append(CultureInfo.InvariantCulture, $"{values.Count}");
        values.Add((long)search.Limit);
        return (sql.ToString(), values);

        void Where(string condition, object value)
        {
            sql.Append(values.Count == 0 ? " WHERE " : " AND ").Append(condition).Append(CultureInfo.InvariantCulture, $"{values.Count}");
            values.Add(value);
        }
    }
}
