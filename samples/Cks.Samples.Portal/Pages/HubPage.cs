using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Cks.HubConfig;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages;

/// <summary>One page of a hub as HTML. Every text is encoded; colours and grid areas are parsed values of the document, never its text.</summary>
internal sealed partial class HubPage(HubView view, RoleScope scope, Subject me, HubNavigationItem current, string nonce, string signOut, string? actAs)
{
    /// <summary>The widgets of the dashboard.</summary>
    public string Dashboard()
    {
        var widgets = view.Widgets.Select(w => $"""
            <section class="widget" id="w-{Text(w.Id)}" aria-labelledby="t-{Text(w.Id)}">
              <h2 id="t-{Text(w.Id)}">{Text(w.Title ?? Words(w.Id))}</h2>
              {Content(w)}
            </section>
            """);
        return Page($"<div class=\"grid\">{string.Join('\n', widgets)}</div>");
    }

    /// <summary>The rows of one set.</summary>
    public string List(ScopeSet set)
    {
        var names = set.Items.Count == 0 ? [] : set.Items[0].Names;
        var count = set.Items.Count == set.Count ? $"{set.Count} in all" : $"The first {set.Items.Count} of {(set.More ? "more than " : "")}{set.Count}";
        return Page($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{Text(current.Label)}">
            <table>
              <caption data-count="{set.Count}">{count}</caption>
              <thead><tr>{string.Concat(names.Select(n => $"<th scope=\"col\">{Text(Words(n))}</th>"))}</tr></thead>
              <tbody>
              {string.Join('\n', set.Items.Select(r => $"<tr>{string.Concat(r.Values.Select(v => $"<td dir=\"auto\">{Text(Display(v))}</td>"))}</tr>"))}
              </tbody>
            </table>
            </div>
            """);
    }

    private string Content(HubWidget widget) => widget.Type == "stats-card"
        ? $"<dl>{string.Concat(scope.Summary.Select(m => $"<div><dt>{Text(Words(m.Key))}</dt><dd data-metric=\"{Text(m.Key)}\">{Text(Display(m.Value))}</dd></div>"))}</dl>"
        : $"<p>This portal cannot draw a widget of type {Text(widget.Type)}.</p>";

    private string Page(string content) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Text(current.Label)}} - {{Text(view.DisplayName)}}</title>
        <link rel="icon" href="data:,">
        <style nonce="{{nonce}}">
        :root { --primary: {{view.Theme.PrimaryColor}}; --accent: {{view.Theme.AccentColor}}; }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1f2937; background: #f9fafb; }
        .skip { position: absolute; left: -999px; background: #fff; padding: .5rem 1rem; }
        .skip:focus { left: 1rem; top: 1rem; }
        header { background: #fff; border-top: 6px solid var(--primary); border-bottom: 1px solid #d1d5db; padding: .75rem 1.5rem; display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
        header p { margin: 0; } .hub { font-weight: 700; } header p:nth-of-type(2) { margin-inline-start: auto; } button { font: inherit; }
        .layout { display: flex; align-items: flex-start; flex-wrap: wrap; }
        nav { flex: 0 0 13rem; padding: 1rem; } nav ul { list-style: none; margin: 0; padding: 0; }
        nav a { display: block; padding: .5rem .75rem; color: #1f2937; text-decoration: none; border-left: 4px solid transparent; }
        nav a:hover { text-decoration: underline; } nav a[aria-current] { border-color: var(--primary); background: #fff; font-weight: 600; }
        a:focus-visible, button:focus-visible, main:focus-visible, .scroll:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
        main { flex: 1 1 30rem; padding: 1rem 1.5rem; min-width: 0; } h1 { margin-top: 0; }
        .grid { display: grid; gap: 1rem; grid-template-columns: repeat(3, minmax(0, 1fr)); }
        .widget { background: #fff; border: 1px solid #d1d5db; border-top: 4px solid var(--accent); border-radius: .5rem; padding: 1rem; }
        .widget h2 { margin: 0 0 .5rem; font-size: 1.1rem; }
        dl { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 0; } dt { color: #4b5563; font-size: .9rem; } dd { margin: 0; font-size: 1.75rem; font-weight: 700; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; background: #fff; width: 100%; } caption { text-align: start; padding: .5rem 0; color: #4b5563; }
        th, td { text-align: start; padding: .4rem .75rem; border-bottom: 1px solid #e5e7eb; }
        td:first-child { white-space: nowrap; }
        {{string.Join('\n', view.Widgets.Select(w => $"#w-{Text(w.Id)} {{ grid-area: {w.GridArea}; }}"))}}
        </style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header><p class="hub">{{Text(view.DisplayName)}}</p><p><span dir="auto">{{Text(me.Name)}}</span> ({{Text(me.Code)}})</p>{{signOut}}</header>
        <div class="layout">
        <nav aria-label="Hub"><ul>
        {{string.Join('\n', view.Navigation.Select(Link))}}
        </ul></nav>
        <main id="main" tabindex="-1">
        <h1>{{Text(current.Label)}}</h1>
        {{content}}
        </main>
        </div>
        </body>
        </html>
        """;

    private string Link(HubNavigationItem item)
    {
        var query = actAs is null ? "" : $"?{ActAsHandler.Parameter}={Uri.EscapeDataString(actAs)}";
        var path = item.Path.Value == "/" ? "" : item.Path.Value;
        return $"<li><a href=\"/hub{Text(path + query)}\"{(item == current ? " aria-current=\"page\"" : "")}>{Text(item.Label)}</a></li>";
    }

    private static string Display(object? value) => value switch
    {
        null => "-",
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary><c>crewCount</c> and <c>stats-overview</c> as words for people.</summary>
    private static string Words(string name)
    {
        var words = WordStart().Replace(name.Replace('-', ' '), " $1").ToLowerInvariant().Trim();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
