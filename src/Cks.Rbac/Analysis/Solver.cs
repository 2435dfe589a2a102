namespace Cks.Rbac;

internal enum SolverOutcome : byte
{
    /// <summary>No circumstances fulfil the formula.</summary>
    Never,

    /// <summary>Some do.</summary>
    Sometimes,

    /// <summary>The budget did not suffice to tell.</summary>
    Undecided,
}

/// <summary>What became of a question.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Witness">Circumstances that fulfil the formula, where there are any: those that it takes, others may be as they like.</param>
internal readonly record struct SolverAnswer(SolverOutcome Outcome, IReadOnlyList<(SolverVariable Variable, SolverClass Value)> Witness)
{
    /// <summary>The witness in words; empty when anything fulfils the formula.</summary>
    public string Words => WitnessWords.Of(Witness);
}

/// <summary>
/// Whether any circumstances fulfil a formula. Exact: each variable has finitely many classes of values that the formula can tell apart, so that it is enough to try one of each. Every step takes one variable,
/// simplifies and goes on with what is left to ask, so that most classes are never combined. Budgeted (S30), for one question and for all that one solver is asked: then the answer is
/// <see cref="SolverOutcome.Undecided"/>.
/// </summary>
/// <param name="total">What all questions together may cost, in nodes looked at.</param>
internal sealed class Solver(long total = Solver.DefaultTotal)
{
    public const long DefaultTotal = 40_000_000;
    public const long DefaultBudget = 1_000_000;

    // Which of more classes are worse than another is not looked for.
    private const int MaxCompared = 32;

    // Each variable that is taken is a call.
    private const int MaxDepth = 1_000;

    private long _total = total;
    private long _budget;

    public SolverAnswer Solve(Formula formula, long budget = DefaultBudget)
    {
        var given = _budget = Math.Min(budget, _total);
        var trail = new Stack<(SolverVariable, SolverClass)>();
        var outcome = Search(formula, trail);
        _total -= given - Math.Max(_budget, 0);
        return new(outcome, outcome == SolverOutcome.Sometimes ? [.. trail.Reverse()] : []);
    }

    /// <summary>Takes the cost of work beside the search from what all questions together may cost; <see langword="false"/> where that is spent, and then nothing is to be done.</summary>
    public bool Afford(long cost)
    {
        if (_total < cost)
            return false;
        _total -= cost;
        return true;
    }

    private SolverOutcome Search(Formula formula, Stack<(SolverVariable, SolverClass)> trail)
    {
        if (formula.Kind is FormulaKind.True or FormulaKind.False)
            return formula.Kind == FormulaKind.True ? SolverOutcome.Sometimes : SolverOutcome.Never;
        if ((_budget -= formula.Size) < 0 || trail.Count == MaxDepth)
            return SolverOutcome.Undecided;
        var next = SolverBranch.Of(formula);
        var outcome = SolverOutcome.Never;
        var classes = next.Classes(MaxCompared, ref _budget);
        // None are listed where listing them was too dear, and that is no answer.
        if (_budget < 0)
            return SolverOutcome.Undecided;
        foreach (var value in classes)
        {
            if ((_budget -= formula.Size) < 0)
                return SolverOutcome.Undecided;
            trail.Push((next.Variable, value));
            var found = Search(formula.Assign(next.Variable, value), trail);
            if (found == SolverOutcome.Sometimes)
                return found;
            trail.Pop();
            if (found == SolverOutcome.Undecided)
                outcome = found;
            if (_budget < 0)
                return SolverOutcome.Undecided;
        }

        return outcome;
    }
}
