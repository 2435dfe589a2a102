namespace Cks.Storage;

/// <summary>A key that may be set while hosts run.</summary>
/// <param name="Path">As configuration has it, <c>Portal:PageSize</c>.</param>
/// <param name="IsSensitive">Whether a second person approves a change of it.</param>
internal sealed record SettingKey(string Path, bool IsSensitive);
