namespace Cks.Storage;

/// <summary>The settings of one revision. Immutable.</summary>
/// <param name="Values">Configuration keys (<c>Portal:PageSize</c>) and their values as text; nothing but keys that the schema marks <c>runtime</c>.</param>
public sealed record RuntimeSettings(IReadOnlyDictionary<string, string> Values);
