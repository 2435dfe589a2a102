namespace Cks.HubConfig.Razor;

/// <summary>What the shell itself says on a page, in one language (<see cref="HubPage.Texts"/>). Names of hubs, pages, actions and widgets come from the document, and what stands in a widget from whoever draws it.</summary>
public sealed record HubShellTexts
{
    /// <summary>Those that a page has where nothing is said: all defaults.</summary>
    public static HubShellTexts English { get; } = new();

    /// <summary>The first link of a page, which leads past its navigation.</summary>
    /// <value>Skip to the content</value>
    public string SkipToContent { get; init; } = "Skip to the content";

    /// <summary>The button behind which the navigation stands on a phone.</summary>
    /// <value>Menu</value>
    public string Menu { get; init; } = "Menu";

    /// <summary>What the navigation is called, for those who hear the page.</summary>
    /// <value>Hub</value>
    public string Navigation { get; init; } = "Hub";

    /// <summary>What the list of quick actions is called, for those who hear the page.</summary>
    /// <value>Quick actions</value>
    public string QuickActions { get; init; } = "Quick actions";

    /// <summary>Stands where only a module draws and no script runs.</summary>
    /// <value>This part needs script.</value>
    public string NeedsScript { get; init; } = "This part needs script.";

    /// <summary><see cref="WidgetFault.UnknownType"/>.</summary>
    /// <value>This part comes with something that is not installed here.</value>
    public string NotInstalled { get; init; } = "This part comes with something that is not installed here.";

    /// <summary><see cref="WidgetFault.IncompatibleVersion"/>.</summary>
    /// <value>This part needs another version of what is installed here.</value>
    public string OtherVersion { get; init; } = "This part needs another version of what is installed here.";

    /// <summary><see cref="WidgetFault.PluginSlow"/>.</summary>
    /// <value>This part takes too long at the moment.</value>
    public string Slow { get; init; } = "This part takes too long at the moment.";

    /// <summary><see cref="WidgetFault.PluginOff"/>.</summary>
    /// <value>This part is switched off here.</value>
    public string SwitchedOff { get; init; } = "This part is switched off here.";

    /// <summary>Any other fault of a view.</summary>
    /// <value>This part is not set up in a way that can be shown.</value>
    public string NotSetUp { get; init; } = "This part is not set up in a way that can be shown.";

    /// <summary>Neither the server nor a module draws a widget.</summary>
    /// <value>Nothing here draws this part.</value>
    public string NothingDraws { get; init; } = "Nothing here draws this part.";

    /// <summary>The server failed to draw a widget.</summary>
    /// <value>This part could not be drawn. Load the page again later.</value>
    public string NotDrawn { get; init; } = "This part could not be drawn. Load the page again later.";

    /// <summary><see cref="WidgetFault.PluginFailed"/>, and a module that is not there or throws.</summary>
    /// <value>This part does not work at the moment.</value>
    public string Broken { get; init; } = "This part does not work at the moment.";

    /// <summary>A widget reads for the first time.</summary>
    /// <value>Loading …</value>
    public string Loading { get; init; } = "Loading …";

    /// <summary>What a widget reads from does not answer; what was read stays above it.</summary>
    /// <value>This is not up to date. It is read again soon.</value>
    public string NotUpToDate { get; init; } = "This is not up to date. It is read again soon.";

    /// <summary>Stands in place of what is refused now.</summary>
    /// <value>You cannot see this any more.</value>
    public string NotSeen { get; init; } = "You cannot see this any more.";

    /// <summary>The link behind what is said when the page has ended, and in a widget that is <see cref="Broken"/>.</summary>
    /// <value>Load the page again</value>
    public string LoadAgain { get; init; } = "Load the page again";

    /// <summary>Said when nobody is signed in any more, and the page ends.</summary>
    /// <value>You are signed out.</value>
    public string SignedOut { get; init; } = "You are signed out.";

    /// <summary>Said when nobody is signed in any more while the page is drawn again, and it ends.</summary>
    /// <value>Sign in again to see this page.</value>
    public string SignInAgain { get; init; } = "Sign in again to see this page.";

    /// <summary>Said when another person is signed in, and the page ends.</summary>
    /// <value>Somebody else has signed in.</value>
    public string SomebodyElse { get; init; } = "Somebody else has signed in.";

    /// <summary>Said when the view is refused, and the page ends.</summary>
    /// <value>You may not work here any more.</value>
    public string NotAllowed { get; init; } = "You may not work here any more.";

    /// <summary>Said when there is no view any more, and the page ends.</summary>
    /// <value>There is no hub for you any more.</value>
    public string NoHub { get; init; } = "There is no hub for you any more.";

    /// <summary>Said when the view has this page no more, and it ends.</summary>
    /// <value>This page is not part of your hub any more.</value>
    public string NoPage { get; init; } = "This page is not part of your hub any more.";

    /// <summary>Said when parts of an open page were drawn again.</summary>
    /// <value>This page has changed.</value>
    public string Changed { get; init; } = "This page has changed.";

    /// <summary>Said when the page was loaded with files of an earlier version, with <see cref="LoadAgain"/>.</summary>
    /// <value>There is a new version.</value>
    public string NewVersion { get; init; } = "There is a new version.";
}
