namespace Cks.Cli;

/// <summary>A row of the page of settings.</summary>
/// <param name="Group">What it is a setting of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cells">What else is said, by column.</param>
internal sealed record SettingsRow(string Group, string Name, IReadOnlyList<(string Column, string Cell)> Cells);
