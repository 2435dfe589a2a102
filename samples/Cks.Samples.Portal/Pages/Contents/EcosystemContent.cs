using Cks.HubConfig.Razor;
using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>Who and what stands around the viewer: a tab for each record above and each set of the scope. Further pages of a set are on a page of their own.</summary>
internal sealed class EcosystemContent(IScopeService scopes, PageLists lists) : IPageContent
{
    private const string Set = "set";

    public string Path => "/ecosystem";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        if (await scopes.GetScopeAsync(page.Me, cancellationToken) is not { } scope)
            return null;
        if (page[Set] is { } name)
            return scope.Relationships.ContainsKey(name) ? await OneAsync(page, name, cancellationToken) : null;
        var above = scope.Upward.Select(record => Tab(record.Key, record.Value is null ? Html.Of($"<p>Nobody yet.</p>") : RowTable.Record(record.Value)));
        var below = scope.Relationships.Select(set => Tab(set.Key, Html.Of($"{RowTable.Write(Words.Of(set.Key), set.Value)}{More(page, set.Key, set.Value)}")));
        HubTab[] tabs = [.. above, .. below];
        return builder =>
        {
            builder.OpenComponent<HubTabs>(0);
            builder.AddComponentParameter(1, nameof(HubTabs.Label), page.Current.Label);
            builder.AddComponentParameter(2, nameof(HubTabs.Tabs), tabs);
            builder.CloseComponent();
        };
    }

    private async Task<RenderFragment?> OneAsync(PageRequest page, string name, CancellationToken cancellationToken)
    {
        var list = await lists.ReadAsync(page, name, ScopeSet.PageSize, cancellationToken);
        return list.IsFound
            ? Section(name, Html.Of($"""{RowTable.Write(Words.Of(name), list.Set)}{PageLists.Turn(page, list.Set.Next, (Set, name))}<p><a href="{page.Link(Path)}">The whole ecosystem</a></p>"""))
            : PageLists.Missing(page, list.Reason);
    }

    private static Html More(PageRequest page, string name, ScopeSet set) => set.Next is not { } next
        ? default
        : Html.Of($"""<p><a href="{page.Link(page.Path, (Set, name), (PageAddress.After, next))}">More of {Words.Of(name).ToLowerInvariant()}</a></p>""");

    private static HubTab Tab(string name, Html content) => new(name, Words.Of(name), content);

    private static Html Section(string name, Html content) => Html.Of($"""<section id="{name}" aria-labelledby="h-{name}"><h2 id="h-{name}">{Words.Of(name)}</h2>{content}</section>""");
}
