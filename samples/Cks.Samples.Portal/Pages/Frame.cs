namespace Cks.Samples.Portal.Pages;

/// <summary>What is around every page: head, navigation, who is signed in, and the way out.</summary>
internal static class Frame
{
    public static Html Write(PageRequest page, Html content, Html signOut, string nonce) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{page.Current.Label} - {page.View.DisplayName}</title>
        <link rel="icon" href="data:,">
        <style nonce="{nonce}">
        {PageStyle.Of(page.View)}
        </style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header><p class="hub">{page.View.DisplayName}</p><p><span dir="auto">{page.Me.Name}</span> ({page.Me.Code})</p>{signOut}</header>
        <div class="layout">
        <nav aria-label="Hub"><ul>
        {page.View.Navigation.Select(item => Html.Of($"""<li><a href="{page.Link(item.Path.Value)}"{(item == page.Current ? IsCurrent : default)}>{item.Label}</a></li>"""))}
        </ul></nav>
        <main id="main" tabindex="-1">
        <h1>{page.Current.Label}</h1>
        {Messages.Of(page)}
        {content}
        </main>
        </div>
        </body>
        </html>
        """);

    private static Html IsCurrent { get; } = Html.Of($" aria-current=\"page\"");
}
