namespace Cks.Rbac;

/// <summary>One of the documents that a policy is made of.</summary>
/// <param name="Name">Name for diagnostics.</param>
/// <param name="Utf8">The document; comments and trailing commas are allowed.</param>
public readonly record struct PolicyFile(string Name, ReadOnlyMemory<byte> Utf8);
