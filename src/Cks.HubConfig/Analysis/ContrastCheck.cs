using System.Globalization;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Whether the colours of a theme can be read on white, and white on them: WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (marks, 3:1).</summary>
internal static class ContrastCheck
{
    private const double OfText = 4.5;
    private const double OfMarks = 3;

    private static readonly HubColor White = new(255, 255, 255);

    public static void Run(HubDefinition hub, DiagnosticBag diagnostics)
    {
        Check("primaryColor", hub.Metadata.Theme.PrimaryColor);
        Check("accentColor", hub.Metadata.Theme.AccentColor);

        void Check(string name, HubColor color)
        {
            var contrast = color.ContrastWith(White);
            if (contrast >= OfText)
                return;
            var needed = contrast < OfMarks ? "text needs 4.5:1 and marks need 3:1 (WCAG 1.4.3, 1.4.11)" : "text needs 4.5:1 (WCAG 1.4.3)";
            var message = string.Create(CultureInfo.InvariantCulture, $"{color} has a contrast of {Rounded(contrast):0.00}:1 against white; {needed}.");
            var better = Darker(color).ToString();
            diagnostics.Add(CksCodes.HubLowContrast, hub.Locate("metadata", "theme", name), message, $"Write {better} or a darker one.", better);
        }
    }

    /// <summary>The lightest colour of the same hue that text can be read in.</summary>
    internal static HubColor Darker(HubColor color)
    {
        // The darker, the more contrast: halves of the way find the border.
        var (enough, little) = (0, 1000);
        while (little - enough > 1)
        {
            var middle = (enough + little) / 2;
            (enough, little) = Part(middle).ContrastWith(White) >= OfText ? (middle, little) : (enough, middle);
        }

        return Part(enough);

        HubColor Part(int thousandths) => new((byte)(color.Red * thousandths / 1000), (byte)(color.Green * thousandths / 1000), (byte)(color.Blue * thousandths / 1000));
    }

    // Never up to what would be enough.
    private static double Rounded(double contrast) => Math.Round(contrast, 2) is var near && near < OfText && (near < OfMarks || contrast >= OfMarks) ? near : Math.Floor(contrast * 100) / 100;
}
