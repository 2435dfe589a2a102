using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Cks.Scope;

namespace Cks.Samples.Portal.Plugins.Backlog;

/// <summary>What the portal gives plugins to read orders with: its scope, bound to one subject.</summary>
internal sealed class MyOrders(IScopeService scopes, Reach reach, Subject me) : IMyOrders
{
    /// <summary>As many as a page has.</summary>
    public const int MostOrders = ScopeSet.PageSize;

    public async Task<(IReadOnlyList<string> States, bool More)> StatesAsync(int newest, CancellationToken cancellationToken)
    {
        var list = await scopes.ListAsync(me, reach.ListOf(me, "orders", "order"), new() { Limit = newest }, cancellationToken);
        return list.Set is { } orders ? ([.. orders.Items.Select(o => o.TryGet("status", out var state) ? state as string : null).OfType<string>()], orders.Next is not null)
            : throw new InvalidOperationException($"There is no list of orders ({list.Reason.ToText()}).");
    }
}
