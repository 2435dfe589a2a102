namespace Cks.HubConfig;

/// <summary>Colours of a hub.</summary>
/// <param name="PrimaryColor">Colour of the frame and of main buttons.</param>
/// <param name="AccentColor">Colour of highlights.</param>
public sealed record HubTheme(HubColor PrimaryColor, HubColor AccentColor);
