namespace Cks.HubConfig.Razor;

/// <summary>The colours of a theme, each with one that text on it can be read in: WCAG 2.2, 1.4.3 (4.5:1).</summary>
/// <param name="Primary">Colour of the frame and of main buttons.</param>
/// <param name="OnPrimary">Colour of text on <paramref name="Primary"/>.</param>
/// <param name="Accent">Colour of highlights.</param>
/// <param name="OnAccent">Colour of text on <paramref name="Accent"/>.</param>
public sealed record HubPalette(HubColor Primary, HubColor OnPrimary, HubColor Accent, HubColor OnAccent)
{
    /// <summary>Least contrast of text and what it stands on.</summary>
    public const double MinContrast = 4.5;

    private static readonly HubColor White = new(255, 255, 255);
    private static readonly HubColor Black = new(0, 0, 0);

    /// <summary>The palette of a theme.</summary>
    public static HubPalette Of(HubTheme theme)
    {
        ArgumentNullException.ThrowIfNull(theme);
        return new(theme.PrimaryColor, TextOn(theme.PrimaryColor), theme.AccentColor, TextOn(theme.AccentColor));
    }

    /// <summary>White where it can be read on a colour, else black. One of the two always can: what has less than 4.5:1 to white has at least 4.66:1 to black.</summary>
    public static HubColor TextOn(HubColor background) => background.ContrastWith(White) >= MinContrast ? White : Black;
}
