using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Samples.Portal.Work;

/// <summary>Rows of the tables that the portal writes, as far as they are somebody's.</summary>
internal static class PortalRows
{
    /// <summary>The rows of a table that are of a subject's tenant and test class.</summary>
    public static Query Ours(Subject me, Table table) => Query.From(table)
        .Where(table.Column<string>("tenant_id"), Op.Eq, me.Tenant.Value)
        .Where(table.Column<bool>("is_test"), Op.Eq, me.IsTest);
}
