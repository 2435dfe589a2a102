using Cks.HubConfig;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Orders;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages.Widgets;

/// <summary>The newest orders that wait for the viewer; when none does, the newest.</summary>
internal sealed class OrderListWidget(IScopeService scopes, IRowTransformers transformers, OrderDesk desk, Reach reach) : IWidget
{
    private const int DefaultItems = 10;

    public string Type => "order-list";

    public async Task<Html> WriteAsync(PageRequest page, WidgetView widget, CancellationToken cancellationToken)
    {
        var list = await scopes.ListAsync(page.Me, reach.ListOf(page.Me, "orders", "order"), new(), cancellationToken);
        if (list.Set is not { Items.Count: > 0 } orders)
            return Html.Of($"<p>There is no order.</p>");
        var can = await desk.CanAsync(page.Me, [.. orders.Items.Select(RowTable.CodeOf)], cancellationToken);
        Row[] waiting = [.. orders.Items.Where(row => can.GetValueOrDefault(RowTable.CodeOf(row), []).Count > 0).Take(widget.MaxItems ?? DefaultItems)];
        var shown = waiting.Length > 0 ? waiting : orders.Items.Take(widget.MaxItems ?? DefaultItems);
        return Html.Of($"""
            {(waiting.Length > 0 ? default : Html.Of($"""<p class="note">None waits for you. The newest:</p>"""))}
            <ul>{shown.Select(row => Item(transformers.Apply("orderLine", page.Me, row)))}</ul>
            <p><a href="{page.Link("/orders")}">All orders</a></p>
            """);
    }

    private static Html Item(Row row) => Html.Of($"""
        <li data-order="{RowTable.CodeOf(row)}">{RowTable.CodeOf(row)} <span dir="auto">{Field(row, "line")}</span><br><span class="note">{Words.Of(Field(row, "status"))}</span></li>
        """);

    private static string Field(Row row, string name) => row.TryGet(name, out var value) ? Words.Display(value) : "";
}
