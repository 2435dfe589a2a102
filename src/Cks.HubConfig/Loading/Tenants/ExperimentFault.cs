using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A tenant on whose hub an experiment cannot be laid: it has its hub without that one, and nobody there takes part in it.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Role">The role whose hub it is.</param>
/// <param name="Findings">What is wrong.</param>
public sealed record ExperimentFault(string Tenant, string Role, IReadOnlyList<Diagnostic> Findings);
