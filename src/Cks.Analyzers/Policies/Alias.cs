namespace Cks.Analyzers;

/// <summary>Another name for a capability, of which hub documents speak and code does not.</summary>
internal sealed record Alias(string Name, string Capability);
