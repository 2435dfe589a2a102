namespace Cks.HubConfig;

/// <summary>An option of a widget type, and what of it goes to a browser.</summary>
/// <param name="Name">Its name; <c>*</c> for all that the schema does not name and takes.</param>
/// <param name="IsClient">Whether all of it goes there, but references to secrets.</param>
/// <param name="IsClientInPart">Whether some of it does.</param>
public sealed record WidgetOption(string Name, bool IsClient, bool IsClientInPart);
