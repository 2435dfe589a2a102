using Cks.HubConfig;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;

namespace Cks.Samples.Portal.Pages;

/// <summary>A page that somebody asks for.</summary>
/// <param name="Me">Who asks.</param>
/// <param name="View">What of the hub is theirs.</param>
/// <param name="Current">The page.</param>
/// <param name="Query">The query of its address; all of it comes from outside.</param>
/// <param name="Token">The hidden field that proves that a form is ours; none for whoever came otherwise than by cookie, and may look only.</param>
internal sealed record PageRequest(Subject Me, HubView View, HubNavigationItem Current, IQueryCollection Query, Html Token)
{
    /// <summary>Whether the page has forms.</summary>
    public bool MayWrite => !Token.IsNone;

    /// <summary>The path of the page in the hub.</summary>
    public string Path => Current.Path.Value;

    /// <summary>A parameter of the address that is there once and not empty.</summary>
    public string? this[string name] => Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>The quick action of the view that the address asks to start.</summary>
    public HubQuickAction? Started => MayWrite && this[PageAddress.Start] is { } name ? View.QuickActions.FirstOrDefault(a => a.Action == name) : null;

    /// <summary>Address of a page of the hub; acting as somebody goes along.</summary>
    public string Link(string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        PageAddress.Of(path, [.. query, (ActAsHandler.Parameter, this[ActAsHandler.Parameter])]);

    /// <summary>A form that is sent to an address of the hub and comes back to this page; nothing for those who may look only.</summary>
    /// <param name="action">Where it goes, without <c>/hub</c>.</param>
    /// <param name="button">What the button says.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="of">What the button acts on, for those who hear the page: it follows what the button says.</param>
    public Html Form(string action, string button, Html fields = default, string? of = null) => !MayWrite ? default : Html.Of($"""
        <form method="post" action="/hub{action}">{Token}<input type="hidden" name="{PageAddress.Back}" value="{Path}">{fields}<button aria-label="{(of is null ? button : $"{button} {of}")}">{button}</button></form>
        """);
}
