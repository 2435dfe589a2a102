using Cks.Rbac;

namespace Cks.HubConfig.Razor;

/// <summary>A page of a hub, as it is drawn for one subject and one request.</summary>
public sealed record HubPage
{
    /// <summary>The hub of the subject, as <see cref="IHubComposer"/> made it for this very request.</summary>
    public required HubView View { get; init; }

    /// <summary>Who looks: the one that <see cref="View"/> was made for. An open page shows nothing any more when somebody else has signed in.</summary>
    public required Subject Viewer { get; init; }

    /// <summary>The page that is shown, one of <see cref="HubView.Navigation"/>.</summary>
    public required HubNavigationItem Current { get; init; }

    /// <summary>The nonce of the answer's content security policy, new for each answer, in base64: 16 bytes or more. Another text is no nonce, and the page is not drawn.</summary>
    public required string Nonce { get; init; }

    /// <summary>Address of a page of the navigation; the path itself where nothing is said.</summary>
    public Func<HubNavigationItem, string> LinkOf { get; init; } = static item => item.Path.Value;

    /// <summary>Address at which an action starts; <see langword="null"/> for one that is not shown. Nothing is shown where nothing is said.</summary>
    public Func<HubQuickAction, string?> ActionLinkOf { get; init; } = static _ => null;

    /// <summary>
    /// Whether scripts run: data is read again by the interval of each widget, and the page follows the view. Needs that the browser sends who is signed in by itself, as with a cookie.
    /// </summary>
    /// <value><see langword="true"/>.</value>
    public bool IsLive { get; init; } = true;

    /// <summary>Language of the page, for those who hear it.</summary>
    /// <value><c>en</c>.</value>
    public string Language { get; init; } = "en";

    /// <summary>What the shell says on the page, in <see cref="Language"/>.</summary>
    /// <value><see cref="HubShellTexts.English"/>.</value>
    public HubShellTexts Texts { get; init; } = HubShellTexts.English;

    /// <summary>What stands before every path of this application: <c>HttpRequest.PathBase</c>.</summary>
    public string PathBase { get; init; } = "";
}
