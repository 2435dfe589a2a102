namespace Cks.Rbac;

/// <summary>Whether all rows of one formula are rows of another one.</summary>
/// <param name="Outcome"><see cref="SolverOutcome.Never"/>: no row is in the first and not in the second.</param>
/// <param name="Witness">A row that is, in words such as <c>status = open, no creator</c>; empty when any row of the resource is, or where there is none.</param>
internal readonly record struct Implication(SolverOutcome Outcome, string Witness)
{
    /// <summary>Whether it is known to hold: what is undecided does not.</summary>
    public bool Holds => Outcome == SolverOutcome.Never;

    public bool IsUndecided => Outcome == SolverOutcome.Undecided;
}

/// <summary>Compares conditions with the subject's values filled in.</summary>
internal static class PlanSolver
{
    /// <summary>Whether every row for which one formula holds is one for which the other does, on the attributes of the resource, each of which may be missing; without a resource, whatever lists and bounds it declares.</summary>
    public static Implication Implies(PlanNode narrower, PlanNode wider, PolicyResource? resource, long budget = Solver.DefaultBudget)
    {
        var scope = new SolverScope(resource is null ? [] : [resource]);
        var answer = new Solver(budget).Solve(Formula.All([scope.Of(narrower), scope.Of(wider).Not()]), budget);
        return new(answer.Outcome, answer.Words);
    }

    /// <summary>The same of plans.</summary>
    public static Implication Implies(ScopePlan narrower, ScopePlan wider, PolicyResource resource, long budget = Solver.DefaultBudget) =>
        Implies(FormulaOf(narrower), FormulaOf(wider), resource, budget);

    private static PlanNode FormulaOf(ScopePlan plan) => plan.Where ?? (plan.IsEverything ? PlanNode.True : PlanNode.False);
}
