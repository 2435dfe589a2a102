namespace Cks.HubConfig;

/// <summary>Whose hub it is and how it introduces itself.</summary>
/// <param name="Role">The role; equal to the role in the name of the file.</param>
/// <param name="Version">The author's own version text, such as <c>1.0.0</c>; it is shown and never compared. The revision in use is the snapshot's.</param>
/// <param name="DisplayName">Title of the hub; plain text.</param>
/// <param name="Icon">Name of an icon; <see langword="null"/> for none.</param>
/// <param name="Theme">Colours.</param>
public sealed record HubMetadata(string Role, string Version, string DisplayName, string? Icon, HubTheme Theme);
