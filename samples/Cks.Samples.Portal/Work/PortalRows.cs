using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Samples.Portal.Work;

/// <summary>Rows of the tables that the portal writes, as far as they are somebody's.</summary>
internal static class PortalRows
{
    /// <summary>The rows of a table that are of a subject's tenant and test class.</summary>
    public static Query Ours(Subject me, Table table) => Query.From(table)
        .Where(table.Column<string>("tenant_id"), Op.Eq, me.Tenant.Value)
        .Where(table.Column<bool>("is_test"), Op.Eq, me.IsTest);

    /// <summary>The rows of an entity that are of a subject's tenant and test class, live or archived; none of an entity that is nobody's.</summary>
    public static Query Ours(Subject me, ScopeEntity entity) => entity is { Tenant: { } tenant, Test: { } test }
        ? Query.From(entity.Table).Where(tenant, Op.Eq, me.Tenant.Value).Where(test, Op.Eq, me.IsTest)
        : Query.From(entity.Table).WhereFalse();
}
