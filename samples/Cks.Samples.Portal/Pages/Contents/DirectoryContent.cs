using Cks.Samples.Portal.Moves;
using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>Everything that is live in the tenant, kind by kind.</summary>
internal sealed class DirectoryContent(PageLists lists, Reach reach, IScopeService scopes) : IPageContent
{
    private const string Entity = "entity";

    public string Path => "/directory";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        if (page[Entity] is not { } entity)
            return await CountsAsync(page, scopes, reach, Path, cancellationToken);
        var list = await lists.ReadAsync(page, entity, ScopeSet.PageSize, cancellationToken);
        return list.IsFound
            ? Html.Of($"""
                <h2>{Words.Of(entity)}</h2>
                {RowTable.Write(Words.Of(entity), list.Set)}{PageLists.Turn(page, list.Set.Next, (Entity, entity))}
                <p><a href="{page.Link(Path)}">The whole directory</a></p>
                """)
            : PageLists.Missing(page, list.Reason);
    }

    /// <summary>How many there are of each kind that the viewer may list.</summary>
    public static async Task<Html> CountsAsync(PageRequest page, IScopeService scopes, Reach reach, string path, CancellationToken cancellationToken)
    {
        var counts = new List<Html>();
        foreach (var entity in reach.Everything(page.Me))
            if (await scopes.ListAsync(page.Me, entity, new() { Limit = 1, Count = ScopeCount.Capped }, cancellationToken) is { IsFound: true, Set: var set })
                counts.Add(Html.Of($"""
                    <div><dt><a href="{page.Link(path, (Entity, entity))}">{Words.Of(entity)}</a></dt><dd data-metric="{entity}">{(set.More ? "> " : "")}{set.Count ?? 0}</dd></div>
                    """));
        return Html.Of($"""<dl class="numbers">{counts}</dl>""");
    }
}
