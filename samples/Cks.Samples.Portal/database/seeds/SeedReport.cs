namespace Cks.Samples.Portal.Database;

/// <summary>What <see cref="PortalSeeds.SeedAsync"/> did.</summary>
/// <param name="IsWritten">Whether the rows were written; false when they were there already.</param>
/// <param name="Skipped">Rows of import files that were left out, each with its place and reason.</param>
public sealed record SeedReport(bool IsWritten, IReadOnlyList<string> Skipped);
