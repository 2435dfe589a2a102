using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>The rows of one set, page by page.</summary>
internal sealed class ListContent(string path, string set, PageLists lists) : IPageContent
{
    public string Path => path;

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var list = await lists.ReadAsync(page, set, ScopeSet.PageSize, cancellationToken);
        return list.IsFound
            ? Html.Of($"{RowTable.Write(page.Current.Label, list.Set)}{PageLists.Turn(page, list.Set.Next)}")
            : PageLists.Missing(page, list.Reason);
    }
}
