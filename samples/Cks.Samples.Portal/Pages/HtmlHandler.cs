using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using Cks.HubConfig;

namespace Cks.Samples.Portal.Pages;

/// <summary>Puts markup together for <see cref="Html.Of"/>. There is no overload for any type, so that no list of markup is taken for a text.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder _markup = new(literalLength + (16 * formattedCount));

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(string? text) => _markup.Append(HtmlEncoder.Default.Encode(text ?? ""));

    public void AppendFormatted(long number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Html markup) => _markup.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Html> parts) => _markup.AppendJoin('\n', parts);

    /// <summary>A colour, which is digits.</summary>
    public void AppendFormatted(HubColor colour) => _markup.Append(colour.ToString());

    /// <summary>A place on the grid, which is numbers.</summary>
    public void AppendFormatted(GridArea area) => _markup.Append(area.ToString());

    public override string ToString() => _markup.ToString();
}
