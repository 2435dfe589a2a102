using System.Globalization;
using System.Text;

namespace Cks.HubConfig.Razor;

/// <summary>What of the style depends on the view. It is made of colours, numbers and checked names alone, so that no text of a document becomes CSS (S22).</summary>
internal static class ShellStyle
{
    public static string Of(HubView view)
    {
        var palette = HubPalette.Of(view.Theme);
        var css = new StringBuilder(256);
        css.Append(CultureInfo.InvariantCulture, $":root{{--cks-primary:{palette.Primary};--cks-on-primary:{palette.OnPrimary};--cks-accent:{palette.Accent};--cks-on-accent:{palette.OnAccent}}}");
        css.Append("@media(min-width:60rem){");
        WriteGrid(css, "[data-part=widgets]", view.Widgets);
        return css.Append('}').ToString();
    }

    private static void WriteGrid(StringBuilder css, string selector, IReadOnlyList<WidgetView> widgets)
    {
        if (widgets.Count == 0)
            return;
        css.Append(CultureInfo.InvariantCulture, $"{selector}{{grid-template-columns:repeat({widgets.Max(w => w.GridArea.ColumnEnd) - 1},minmax(0,1fr))}}");
        // A name that a document may not have is no selector; the widget then follows the others.
        foreach (var widget in widgets.Where(w => w.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
        {
            css.Append(CultureInfo.InvariantCulture, $"[id=\"w-{widget.Id}\"]{{grid-area:{widget.GridArea}}}");
            WriteGrid(css, $"[id=\"w-{widget.Id}\"]>.cks-grid", widget.Children);
        }
    }
}
