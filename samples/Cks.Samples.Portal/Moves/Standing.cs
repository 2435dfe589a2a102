using Cks.Scope;

namespace Cks.Samples.Portal.Moves;

/// <summary>How a row stands that a change holds.</summary>
/// <param name="Entity">What it is.</param>
/// <param name="Code">Its key.</param>
/// <param name="Parent">Code of the row that it is under; <see langword="null"/> where it is unassigned, and for what stands in no tree.</param>
/// <param name="IsArchived">Whether it was archived.</param>
internal sealed record Standing(ScopeEntity Entity, string Code, string? Parent, bool IsArchived);
