namespace Cks.Scope;

/// <summary>A row whose copied key is not what the chain of its parents says.</summary>
/// <param name="Tenant">Its tenant; empty for an entity that is shared.</param>
/// <param name="Code">Its key.</param>
/// <param name="Holds">What the column holds.</param>
/// <param name="Chain">What the chain says; <see langword="null"/> where it breaks off.</param>
public sealed record DriftedRow(string Tenant, string Code, string? Holds, string? Chain);
