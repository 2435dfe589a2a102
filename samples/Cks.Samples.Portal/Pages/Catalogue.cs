using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages;

/// <summary>What can be ordered: active entries, by code. It is for those who may order, whatever else they see.</summary>
internal sealed class Catalogue(ScopedReader reader, IScopeQueries scope)
{
    public Task<IReadOnlyList<Choice>> ProductsAsync(Subject me, CancellationToken cancellationToken) => ReadAsync(me, PortalTables.Products, "product_id", cancellationToken);

    public Task<IReadOnlyList<Choice>> ServicesAsync(Subject me, CancellationToken cancellationToken) => ReadAsync(me, PortalTables.CatalogServices, "catalog_service_id", cancellationToken);

    private async Task<IReadOnlyList<Choice>> ReadAsync(Subject me, Table table, string key, CancellationToken cancellationToken)
    {
        var code = table.Column<string>(key);
        var active = PortalRows.Ours(me, table).Where(table.Column<bool>("is_active"), Op.Eq, true).WhereNull(table.Column<DateTimeOffset?>("archived_at"));
        var entries = scope.Unscoped(me, active.Select(code, table.Column<string>("name")).OrderBy(code), "the catalogue is for everybody in the tenant who may order");
        return await reader.ReadListAsync(me, entries, row => new Choice(row.GetString(0), row.GetString(1)), cancellationToken);
    }
}
