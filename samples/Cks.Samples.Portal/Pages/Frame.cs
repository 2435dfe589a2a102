using Cks.HubConfig.Razor;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages;

/// <summary>A page of the hub in its shell, with who is signed in and the way out.</summary>
internal static class Frame
{
    public static HubPageResult Of(PageRequest page, IPageContent content, RenderFragment html, PageContents contents, Html signOut, string nonce)
    {
        // The dashboard has every action that some page has a form for, a page its own; who may look only has none.
        var shell = new HubPage
        {
            View = page.View,
            Viewer = page.Me,
            Current = page.Current,
            Nonce = nonce,
            IsLive = page.MayWrite,
            LinkOf = item => page.Link(item.Path.Value),
            ActionLinkOf = action => page.MayWrite && contents.PathOf(action.Action) is { } path && (content.Path is "/" || content.Path == path) && page.View.Navigation.Any(n => n.Path.Value == path)
                ? page.Link(path, (PageAddress.Start, action.Action))
                : null,
        };
        return new(shell)
        {
            Header = Html.Of($"""<p><span dir="auto">{page.Me.Name}</span> ({page.Me.Code})</p>{signOut}"""),
            Content = builder =>
            {
                builder.AddContent(0, (RenderFragment)Messages.Of(page));
                builder.OpenComponent<HubQuickActions>(1);
                builder.CloseComponent();
                builder.AddContent(2, html);
            },
        };
    }
}
