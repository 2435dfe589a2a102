using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Cks.Samples.Portal.Database;
using Cks.Scope;

namespace Cks.Samples.Portal.Orders;

/// <summary>Loads orders in somebody's scope, whole: for the guard of an endpoint, and for what may be done with each of a list.</summary>
internal sealed class OrderFinder(ScopedReader reader, IScopeQueries scope) : IResourceLoader<Order>
{
    private static readonly Column<string> Id = PortalTables.Orders.Column<string>("order_id");

    public async ValueTask<Order?> LoadAsync(Subject subject, string key, CancellationToken cancellationToken = default) =>
        (await FindAsync(subject, [key.ToUpperInvariant()], cancellationToken)).GetValueOrDefault(key.ToUpperInvariant());

    /// <summary>Those of some orders that are in the scope, by code.</summary>
    public async Task<IReadOnlyDictionary<string, Order>> FindAsync(Subject me, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        if (codes.Count == 0)
            return new Dictionary<string, Order>();
        var seen = scope.Unmasked(me, Query.From(PortalTables.Orders).WhereIn(Id, codes).Select(Order.Columns), "decisions look at whole orders, and the endpoint's mask cuts what is shown");
        return (await reader.ReadListAsync(me, seen, Order.Read, cancellationToken)).ToDictionary(o => o.Code, StringComparer.Ordinal);
    }
}
