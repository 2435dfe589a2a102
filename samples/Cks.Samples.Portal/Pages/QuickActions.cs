namespace Cks.Samples.Portal.Pages;

/// <summary>Links to the forms of a hub's quick actions.</summary>
internal static class QuickActions
{
    /// <summary>Those that some pages have forms for; nothing for those who may look only.</summary>
    public static Html Write(PageRequest page, Func<string, string?> pathOf)
    {
        var links = page.View.QuickActions
            .Select(action => (action.Label, action.Action, Path: pathOf(action.Action)))
            .Where(a => a.Path is not null && page.View.Navigation.Any(n => n.Path.Value == a.Path))
            .Select(a => Html.Of($"""<li><a class="button" href="{page.Link(a.Path!, (PageAddress.Start, a.Action))}">{a.Label}</a></li>"""))
            .ToArray();
        return !page.MayWrite || links.Length == 0 ? default : Html.Of($"""<ul class="actions" aria-label="Quick actions">{links}</ul>""");
    }
}
