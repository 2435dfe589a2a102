using Cks.Tests.Database;

namespace Cks.Tests.Moves;

/// <summary>Every copy of an ancestor's code that is not what the chain of parents leads to, in SQL that knows nothing of the scope model. Archived rows count too.</summary>
public static class DriftQuery
{
    private const string Sql =
        """
        SELECT u.tenant_id, u.customer_id, 'cks_manager', u.cks_manager, c.cks_manager FROM customers u
            LEFT JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE u.cks_manager IS DISTINCT FROM c.cks_manager
        UNION ALL
        SELECT e.tenant_id, e.center_id, 'contractor_id', e.contractor_id, u.contractor_id FROM centers e
            LEFT JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            WHERE e.contractor_id IS DISTINCT FROM u.contractor_id
        UNION ALL
        SELECT e.tenant_id, e.center_id, 'cks_manager', e.cks_manager, c.cks_manager FROM centers e
            LEFT JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            LEFT JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE e.cks_manager IS DISTINCT FROM c.cks_manager
        UNION ALL
        SELECT w.tenant_id, w.crew_id, 'cks_manager', w.cks_manager, c.cks_manager FROM crew w
            LEFT JOIN centers e ON e.tenant_id = w.tenant_id AND e.center_id = w.assigned_center
            LEFT JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            LEFT JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE w.cks_manager IS DISTINCT FROM c.cks_manager
        """;

    public static Task<List<string>> RunAsync(TestDatabase database) => database.LinesAsync(Sql);
}
