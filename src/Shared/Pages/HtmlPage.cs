using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Cks.Core;

/// <summary>A row of a table.</summary>
/// <param name="Class">How it is shown.</param>
/// <param name="Cells">The texts of its cells, a link from a document among them as text.</param>
internal sealed record HtmlRow(string Class, IReadOnlyList<string> Cells);

/// <summary>
/// A page of tables that needs no other file and no script, and says so to the browser. Whatever comes from a document is text: it is encoded, and characters that are not shown as themselves are replaced.
/// </summary>
internal sealed class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; --line: light-dark(#c9ced6, #454b55); --head: light-dark(#f2f4f7, #23272e); --gain: light-dark(#7a4a00, #ffc46b); --loss: light-dark(#1b4f9c, #9cc3ff); }
        body { margin: 2rem auto; max-width: 90rem; padding: 0 1rem; color: light-dark(#16191d, #e8eaed); background: light-dark(#fff, #16191d); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; margin: 1rem 0 2rem; }
        caption { text-align: left; font-weight: 600; padding: .4rem 0; }
        th, td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: left; vertical-align: top; }
        thead th { background: var(--head); position: sticky; top: 0; }
        tbody th { font-weight: 500; font-family: ui-monospace, monospace; }
        .gain td:first-of-type, .gain th { color: var(--gain); } .loss td:first-of-type, .loss th { color: var(--loss); }
        @media print { body { margin: 0; max-width: none; color: #000; background: #fff; } .scroll { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } thead th { position: static; } }
        """;

    private readonly StringBuilder _body = new();
    private readonly string _title;

    public HtmlPage(string title)
    {
        _title = title;
        _body.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(title)}</h1>\n");
    }

    public void Text(string text) => _body.Append(CultureInfo.InvariantCulture, $"<p>{Encode(text)}</p>\n");

    /// <summary>A table. The first cell of each row names it.</summary>
    public void Table(string caption, IReadOnlyList<string> heads, IEnumerable<HtmlRow> rows)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\"><table>\n<caption>{Encode(caption)}</caption>\n<thead><tr>");
        foreach (var head in heads)
            _body.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Encode(head)}</th>");
        _body.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            _body.Append(CultureInfo.InvariantCulture, $"<tr class=\"{Encode(row.Class)}\"><th scope=\"row\">{Encode(row.Cells[0])}</th>");
            foreach (var cell in row.Cells.Skip(1))
                _body.Append(CultureInfo.InvariantCulture, $"<td>{Encode(cell)}</td>");
            _body.Append("</tr>\n");
        }

        _body.Append("</tbody></table></div>\n");
    }

    public override string ToString() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{Encode(_title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        {_body}</body>
        </html>

        """.ReplaceLineEndings("\n");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(DiagnosticText.Printable(text));
}
