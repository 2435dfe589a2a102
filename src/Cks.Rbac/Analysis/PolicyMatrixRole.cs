namespace Cks.Rbac;

/// <summary>A role of a matrix.</summary>
/// <param name="Name">Name.</param>
/// <param name="Inherits">The roles that it inherits from directly.</param>
/// <param name="Lineage">Every role that it inherits from, the nearest first.</param>
/// <param name="Assigns">The roles that it may give to others.</param>
public sealed record PolicyMatrixRole(string Name, IReadOnlyList<string> Inherits, IReadOnlyList<string> Lineage, IReadOnlyList<string> Assigns);
