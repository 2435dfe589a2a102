using System.Text;

namespace Cks.Benchmarks;

/// <summary>The query as a careful developer writes it without a query builder: a text that holds no value, put together from its parts, and the values beside it.</summary>
internal static class HandBuiltQuery
{
    public static (string Sql, object[] Values) Build(CrewSearch search)
    {
        var sql = new StringBuilder(512)
            .Append("SELECT ").Append("\"crew\".\"crew_id\"").Append(", ").Append("\"crew\".\"name\"").Append(", ").Append("\"centers\".\"name\"").Append(", ").Append("\"customers\".\"name\"")
            .Append(" FROM ").Append("\"crew\"")
            .Append(" JOIN ").Append("\"centers\"").Append(" ON ").Append("\"centers\".\"center_id\"").Append(" = ").Append("\"crew\".\"center_id\"")
            .Append(" JOIN ").Append("\"customers\"").Append(" ON ").Append("\"customers\".\"customer_id\"").Append(" = ").Append("\"centers\".\"customer_id\"")
            .Append(" JOIN ").Append("\"contractors\"").Append(" ON ").Append("\"contractors\".\"contractor_id\"").Append(" = ").Append("\"customers\".\"contractor_id\"")
            .Append(" WHERE ").Append("\"crew\".\"tenant_id\"").Append(" = ").Append("@p0")
            .Append(" AND ").Append("\"crew\".\"is_test\"").Append(" = ").Append("@p1")
            .Append(" AND ").Append("\"contractors\".\"manager_id\"").Append(" = ").Append("@p2")
            .Append(" AND ").Append("\"crew\".\"status\"").Append(" = ").Append("@p3")
            .Append(" AND ").Append("\"crew\".\"points\"").Append(" >= ").Append("@p4")
            .Append(" ORDER BY ").Append("\"crew\".\"crew_id\"").Append(" COLLATE \"C\"").Append(" LIMIT ").Append("@p5");
        return (sql.ToString(), [search.Tenant, search.IsTest, search.Manager, search.Status, search.LeastPoints, 50L]);
    }
}
