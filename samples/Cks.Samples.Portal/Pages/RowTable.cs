using Cks.Scope;

namespace Cks.Samples.Portal.Pages;

/// <summary>Rows as a table: every field that the viewer may read, the code first, as the heading of its row.</summary>
internal static class RowTable
{
    /// <param name="label">What the table shows, for those who hear it.</param>
    /// <param name="set">The rows.</param>
    /// <param name="link">Address of a row; by default its code is no link.</param>
    /// <param name="actions">What can be done with a row; it stands beside the code, where it is seen without scrolling.</param>
    public static Html Write(string label, ScopeSet set, Func<string, string>? link = null, Func<string, Html>? actions = null)
    {
        if (set.Items.Count == 0)
            return Html.Of($"""<p data-count="0">There is nothing here.</p>""");
        var (rows, count) = (set.Count ?? set.Items.Count, (set.More ? "more than " : "") + set.Count);
        return Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{label}">
            <table>
            <caption data-count="{rows}">{(set.Items.Count == set.Count ? $"{count} in all" : $"{set.Items.Count} of {count}")}</caption>
            <thead><tr>{Head(set.Items[0].Names, actions is not null)}</tr></thead>
            <tbody>
            {set.Items.Select(row => Html.Of($"<tr>{Cells(row, link, actions)}</tr>"))}
            </tbody>
            </table>
            </div>
            """);
    }

    /// <summary>The fields of one row.</summary>
    public static Html Record(Row row) => Html.Of($"""
        <dl class="record">
        {row.Names.Zip(row.Values, (name, value) => Html.Of($"""<dt>{Words.Of(name)}</dt><dd dir="auto" data-field="{name}">{Words.Display(value)}</dd>"""))}
        </dl>
        """);

    /// <summary>The code of a row; empty where the viewer may not read it.</summary>
    public static string CodeOf(Row row) => row.TryGet("code", out var code) ? Words.Display(code) : "";

    private static IEnumerable<Html> Head(IReadOnlyList<string> names, bool hasActions)
    {
        foreach (var (index, name) in names.Index())
        {
            yield return Html.Of($"""<th scope="col">{Words.Of(name)}</th>""");
            if (index == 0 && hasActions)
                yield return Html.Of($"""<th scope="col">What you can do</th>""");
        }
    }

    private static IEnumerable<Html> Cells(Row row, Func<string, string>? link, Func<string, Html>? actions)
    {
        foreach (var (index, value) in row.Values.Index())
        {
            var text = Words.Display(value);
            if (index > 0)
                yield return Html.Of($"""<td dir="auto">{text}</td>""");
            else if (link is null)
                yield return Html.Of($"""<th scope="row">{text}</th>""");
            else
                yield return Html.Of($"""<th scope="row"><a href="{link(text)}">{text}</a></th>""");
            if (index == 0 && actions is not null)
                yield return Html.Of($"""<td class="do">{actions(CodeOf(row))}</td>""");
        }
    }
}
