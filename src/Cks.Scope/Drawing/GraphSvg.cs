using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Cks.Core;

namespace Cks.Scope;

/// <summary>An entity as it is drawn.</summary>
internal sealed record GraphBox(ScopeEntity Entity, string Title, IReadOnlyList<GraphLine> Lines);

/// <summary>Draws boxes and the lines between them.</summary>
internal sealed class GraphSvg(IReadOnlyList<GraphBox> boxes, IReadOnlyList<GraphLine> lines)
{
    private const double Sign = 7.3;
    private const double LineHeight = 18;
    private const double TitleHeight = 26;
    private const double Margin = 24;
    private const double Legend = 44;
    private const double Gap = 90;
    private const int LongestText = 64;

    private readonly StringBuilder _svg = new();

    public string Write()
    {
        // One line between two boxes for each kind: their names stand in the boxes.
        GraphLine[][] drawn = [.. lines.Where(l => l.From != l.To).GroupBy(l => (l.From, l.To, l.Kind)).Select(g => g.ToArray())];
        var index = boxes.Index().ToDictionary(b => b.Item.Entity, b => b.Index);
        (double Width, double Height)[] sizes = [.. boxes.Select(b => (b.Lines.Select(l => Measure(l.Text) + 2).Append(Measure(b.Title)).Max() * Sign + 24, b.Lines.Count == 0 ? TitleHeight : TitleHeight + (b.Lines.Count * LineHeight) + 10))];
        var layout = new GraphLayout(sizes, [.. drawn.Select(d => (index[d[0].From], index[d[0].To]))], Gap);
        var (width, height) = (Math.Max(layout.Width, 760) + (2 * Margin), layout.Height + (2 * Margin) + Legend);
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Scope model" width="{width:0}" height="{height:0}" viewBox="0 0 {width:0} {height:0}" font-family="ui-monospace, Consolas, 'DejaVu Sans Mono', monospace" font-size="12">""");
        Add($"""<rect width="{width:0}" height="{height:0}" fill="#ffffff"/>""");
        DrawLegend();
        Add($"""<g transform="translate({Margin:0} {Margin + Legend:0})">""");
        for (var i = 0; i < drawn.Length; i++)
            DrawLine(drawn[i][0], layout, i, index, sizes);
        for (var i = 0; i < boxes.Count; i++)
            DrawBox(boxes[i], layout.Boxes[i], sizes[i]);
        Add($"</g>");
        Add($"</svg>");
        return _svg.ToString();
    }

    private void DrawLegend()
    {
        var x = Margin;
        foreach (var (kind, text) in new[] { (GraphKind.Parent, "parent"), (GraphKind.Key, "by key"), (GraphKind.Link, "through a link"), (GraphKind.Sideways, "by another column"), (GraphKind.Copy, "copied key") })
        {
            Add($"""<path d="M{x:0.#} {Margin:0.#}h34" {Style(kind)}/><text x="{x + 42:0.#}" y="{Margin + 4:0.#}" fill="#374151">{text}</text>""");
            x += 42 + ((text.Length + 3) * Sign);
        }
    }

    private void DrawBox(GraphBox box, (double X, double Y) at, (double Width, double Height) size)
    {
        Add($"""<rect x="{at.X:0.#}" y="{at.Y:0.#}" width="{size.Width:0.#}" height="{size.Height:0.#}" rx="6" fill="#ffffff" stroke="#374151"/>""");
        if (box.Lines.Count > 0)
            Add($"""<path d="M{at.X:0.#} {at.Y + TitleHeight:0.#}h{size.Width:0.#}" stroke="#374151"/>""");
        Add($"""<text x="{at.X + 12:0.#}" y="{at.Y + 17:0.#}" font-weight="bold" fill="#111827">{Encode(box.Title)}</text>""");
        foreach (var (row, line) in box.Lines.Index())
        {
            var y = RowOf(at, row);
            Add($"""<circle cx="{at.X + 12:0.#}" cy="{y:0.#}" r="3.5" fill="{Colour(line.Kind)}"/><text x="{at.X + 22:0.#}" y="{y + 4:0.#}" fill="#374151">{Encode(line.Text)}</text>""");
        }
    }

    // From the row that names it to the title of the other box.
    private void DrawLine(GraphLine line, GraphLayout layout, int place, Dictionary<ScopeEntity, int> index, (double Width, double Height)[] sizes)
    {
        var (left, right) = layout.IsForward[place] ? (line.From, line.To) : (line.To, line.From);
        var path = new StringBuilder();
        var (x, y) = (layout.Boxes[index[left]].X + sizes[index[left]].Width, PortOf(left));
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}");
        foreach (var lane in layout.Lanes[place])
        {
            Curve(lane.Left, lane.Y);
            path.Append(CultureInfo.InvariantCulture, $"H{lane.Right:0.#}");
            x = lane.Right;
        }

        Curve(layout.Boxes[index[right]].X, PortOf(right));
        Add($"""<path d="{path}" {Style(line.Kind)}/>""");
        // What hangs below has an arrow; a copy has it at the ancestor.
        var isAtRight = (line.Kind == GraphKind.Copy ? line.From : line.To) == right;
        var (tip, port) = isAtRight ? (layout.Boxes[index[right]].X, PortOf(right)) : (layout.Boxes[index[left]].X + sizes[index[left]].Width, PortOf(left));
        Add($"""<path d="M{tip:0.#} {port:0.#}l{(isAtRight ? -8 : 8)} -4v8z" fill="{Colour(line.Kind)}"/>""");

        double PortOf(ScopeEntity entity)
        {
            var box = boxes[index[entity]];
            var row = entity == line.In ? box.Lines.Index().First(l => l.Item == line).Index : -1;
            return row < 0 ? layout.Boxes[index[entity]].Y + (TitleHeight / 2) : RowOf(layout.Boxes[index[entity]], row);
        }

        void Curve(double toX, double toY)
        {
            var middle = (x + toX) / 2;
            path.Append(CultureInfo.InvariantCulture, $"C{middle:0.#} {y:0.#} {middle:0.#} {toY:0.#} {toX:0.#} {toY:0.#}");
            (x, y) = (toX, toY);
        }
    }

    private static double RowOf((double X, double Y) box, int row) => box.Y + TitleHeight + 5 + ((row + 0.5) * LineHeight);

    private static string Colour(GraphKind kind) => kind switch
    {
        GraphKind.Parent => "#111827",
        GraphKind.Key => "#6b7280",
        GraphKind.Link => "#1d4ed8",
        GraphKind.Sideways => "#7e22ce",
        _ => "#c2410c",
    };

    private static string Style(GraphKind kind) => $"fill=\"none\" stroke=\"{Colour(kind)}\"" + kind switch
    {
        GraphKind.Parent => " stroke-width=\"2.5\"",
        GraphKind.Key => "",
        GraphKind.Link => " stroke-dasharray=\"6 3\"",
        GraphKind.Sideways => " stroke-dasharray=\"2 3\"",
        _ => " stroke-dasharray=\"8 3 2 3\"",
    };

    private static int Measure(string text) => Cut(text).EnumerateRunes().Sum(r => r.Value < 0x1100 || r.Value == 0x2192 ? 1 : 2);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(Cut(text));

    private static string Cut(string text) => DiagnosticText.Printable(text) is var printable && printable.Length > LongestText ? $"{printable[..(LongestText - 1)]}…" : printable;

    private void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
