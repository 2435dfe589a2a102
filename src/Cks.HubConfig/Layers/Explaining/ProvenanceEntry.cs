using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What one layer says about a value.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Location">Where it says so.</param>
/// <param name="Operation">What it does to the value.</param>
/// <param name="Value">The value; <see langword="null"/> where it is taken out.</param>
public sealed record ProvenanceEntry(HubLayer Layer, SourceLocation Location, ValueOperation Operation, SourceNode? Value);
