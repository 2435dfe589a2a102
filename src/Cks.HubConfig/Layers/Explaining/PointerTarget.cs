namespace Cks.HubConfig;

/// <summary>Where a pointer leads to.</summary>
/// <param name="Value">The value; <see langword="null"/> where it is only declared, or not there.</param>
/// <param name="IsThere">Whether the pointer leads to a value or to a place that the schema declares.</param>
/// <param name="Missing">The step that leads nowhere.</param>
/// <param name="Known">What it could have been.</param>
internal sealed record PointerTarget(LayeredValue? Value, bool IsThere, string Missing, IReadOnlyCollection<string> Known);
