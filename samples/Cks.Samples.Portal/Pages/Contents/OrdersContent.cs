using Cks.Samples.Portal.Moves;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>The viewer's orders, and the forms for new ones.</summary>
internal sealed class OrdersContent(PageLists lists, OrderTable table, Catalogue catalogue, Reach reach) : IPageContent
{
    public const string ServiceOrder = "createServiceOrder";
    public const string ProductOrder = "createProductOrder";

    private const string Status = "status";
    private const int Lines = 3;

    // What a viewer may not see is filtered to nothing, so that all may be asked for.
    private static readonly Choice[] Statuses = [.. new[]
    {
        "pending_customer", "pending_contractor", "pending_manager", "pending_warehouse", "manager_accepted", "warehouse_accepted", "service_created", "crew_requested", "crew_assigned",
        "awaiting_delivery", "delivered", "rejected", "cancelled",
    }.Select(s => new Choice(s, Words.Of(s)))];

    public string Path => "/orders";

    public IReadOnlyList<string> Starts => [ServiceOrder, ProductOrder];

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var list = await lists.ReadAsync(page, reach.ListOf(page.Me, "orders", "order"), PageLists.WithActions, cancellationToken, page[Status]);
        if (!list.IsFound)
            return PageLists.Missing(page, list.Reason);
        return Html.Of($"""
            {(page.Started is { } started ? await NewAsync(page, started.Action, started.Label, cancellationToken) : default)}
            {Filter(page)}
            {await table.WriteAsync(page, list.Set, cancellationToken)}
            {PageLists.Turn(page, list.Set.Next, (Status, page[Status]))}
            """);
    }

    private static Html Filter(PageRequest page) => !page.MayWrite ? default : Html.Of($"""
        <form class="row" method="get" action="/hub/orders" aria-label="Filter">
        {Choice.Select("Status", Status, Html.Of($"""<option value="">All</option>{Statuses.Select(s => Choice.Named(s, page[Status]))}"""), isRequired: false)}<button>Show</button></form>
        """);

    private async Task<Html> NewAsync(PageRequest page, string action, string label, CancellationToken cancellationToken)
    {
        if (action is not (ServiceOrder or ProductOrder))
            return default;
        var centers = await lists.ChoicesAsync(page.Me, "centers", cancellationToken);
        if (centers is not { Count: > 0 } && page.Me.Roles[0] is not ("center" or "crew"))
            return Html.Of($"""<section class="panel"><h2>{label}</h2><p>You see no center that an order could be for.</p></section>""");
        var fields = Html.Of($"""
            <input type="hidden" name="{PageAddress.Start}" value="{action}">
            <input type="hidden" name="type" value="{(action == ProductOrder ? "product" : "service")}">
            {(centers is { Count: > 0 } ? Choice.Select("Center", "center", centers, isRequired: true) : Html.Of($"<p>It is for your own center.</p>"))}
            {(action == ProductOrder ? Products(await catalogue.ProductsAsync(page.Me, cancellationToken)) : Choice.Select("Service", "catalogService", await catalogue.ServicesAsync(page.Me, cancellationToken), isRequired: true))}
            <label>Title (optional) <input name="title" maxlength="200"></label>
            <label>Notes (optional) <textarea name="notes" rows="3" maxlength="4000"></textarea></label>
            <label>Wanted on (optional) <input name="expectedAt" type="date"></label>
            """);
        return Html.Of($"""<section class="panel"><h2>{label}</h2>{page.Form("/orders", "Create order", fields)}</section>""");
    }

    private static Html Products(IReadOnlyList<Choice> products) => Html.Of($"""
        {Enumerable.Range(1, Lines).Select(line => Html.Of($"""
            <fieldset><legend>Product {line}</legend>{Choice.Select("Product", "product", products, isRequired: line == 1, $"product-{line}")}
            <label>Quantity <input name="quantity" type="number" min="1" max="1000000" value="1" required></label></fieldset>
            """))}
        """);
}
