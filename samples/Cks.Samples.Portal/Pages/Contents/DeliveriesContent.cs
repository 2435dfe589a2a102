using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>What a warehouse has to deliver: its queue.</summary>
internal sealed class DeliveriesContent(PageLists lists, OrderTable table) : IPageContent
{
    public string Path => "/deliveries";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var list = await lists.ReadAsync(page, "warehouseQueue", PageLists.WithActions, cancellationToken);
        return list.IsFound
            ? Html.Of($"{await table.WriteAsync(page, list.Set, cancellationToken)}{PageLists.Turn(page, list.Set.Next)}")
            : PageLists.Missing(page, list.Reason);
    }
}
