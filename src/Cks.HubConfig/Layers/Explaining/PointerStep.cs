namespace Cks.HubConfig;

/// <summary>One step of a pointer.</summary>
/// <param name="Text">Name of a property, index in a list, or id of an item.</param>
/// <param name="IsItem">Whether it is the id of an item.</param>
/// <param name="Key">Of an item: the property that the pointer names it by; <see langword="null"/> where that is known.</param>
internal readonly record struct PointerStep(string Text, bool IsItem, string? Key = null);
