namespace Cks.Rbac;

/// <summary>Makes the cells of a matrix.</summary>
internal static class MatrixCells
{
    public static PolicyMatrixCell Of(string role, CapabilityId capability, CapabilityRules rules, AnalysisContext context)
    {
        var scope = context.ScopeOf(capability);
        var denied = Formula.Any(rules.Denies.Select(scope.Applies)).Not();
        // A permit counts where something is left of it.
        PolicyRule[] live = [.. rules.Permits.Where(p => (p.When is null && rules.Denies.Count == 0) || !context.Afford(rules.Denies.Count) || context.Ask(Formula.All([scope.Applies(p), denied])).Outcome != SolverOutcome.Never)];
        if (live.Length == 0)
            return new(role, capability.Name, PolicyExtent.Never) { IsDenied = rules.Denies.Any(d => d.When is null) || rules.Permits.Count > 0 };
        if (Array.FindAll(live, p => !p.IsBreakGlass) is { Length: > 0 } plain)
            live = plain;
        var whole = live.Any(p => IsWhole(p, denied, scope, context)) || context.IsNever(Formula.Any(live.Select(scope.Applies)).Not(), Formula.All(live.Select(scope.Counts))) && rules.Denies.Count == 0;
        return new(role, capability.Name, whole ? PolicyExtent.Always : PolicyExtent.Sometimes)
        {
            NeedsBreakGlass = live[0].IsBreakGlass,
            Obligations = Array.Exists(live, p => p.Obligations.Count == 0) ? [] : [.. live.Select(p => string.Join(" and ", p.Obligations.Select(o => o.Name).Order(StringComparer.Ordinal))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            From = Array.Exists(live, p => p.From is null) ? null : live.Min(p => p.From),
            Until = Array.Exists(live, p => p.Until is null) ? null : live.Max(p => p.Until),
            Rules = [.. live.OrderBy(p => p.Number).Select(p => p.Id)],
        };
    }

    /// <summary>Whether a permit asks nothing of the resource, and no deny takes anything of it away.</summary>
    private static bool IsWhole(PolicyRule permit, Formula notDenied, SolverScope scope, AnalysisContext context) =>
        permit.When is null && context.IsNever(scope.Counts(permit), notDenied.Not());
}
