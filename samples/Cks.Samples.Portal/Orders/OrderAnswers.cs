using Cks.Scope;

namespace Cks.Samples.Portal.Orders;

/// <summary>One order, as the API answers it.</summary>
internal sealed record OneOrder(Order Order);

/// <summary>A page of orders, as the API answers it.</summary>
internal sealed record OrderPage(IReadOnlyList<Order> Items, string? Next, long? Count, bool More)
{
    /// <summary>The orders of a page in its order. One that changed or went out of sight since the page was read is on none.</summary>
    public static OrderPage Of(ScopeSet page, IReadOnlyDictionary<string, Order> orders) =>
        new([.. page.Items.Select(row => orders.GetValueOrDefault((string)row["code"]!)).OfType<Order>()], page.Next, page.Count, page.More);
}
