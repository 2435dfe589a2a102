namespace Cks.Rbac;

internal enum FormulaKind : byte
{
    True,
    False,
    All,
    Any,
    Atom,
}

/// <summary>A formula of two values over circumstances, negated only at its leaves. Immutable.</summary>
internal sealed class Formula
{
    private readonly ulong _variables;

    private Formula(FormulaKind kind, IReadOnlyList<Formula> parts, SolverAtom? atom, ulong variables, int size) =>
        (Kind, Parts, Atom, _variables, Size) = (kind, parts, atom, variables, size);

    public static Formula True { get; } = new(FormulaKind.True, [], null, 0, 1);

    public static Formula False { get; } = new(FormulaKind.False, [], null, 0, 1);

    public FormulaKind Kind { get; }

    public IReadOnlyList<Formula> Parts { get; }

    public SolverAtom? Atom { get; }

    /// <summary>How many nodes and values there are in it: what it costs to look at it once.</summary>
    public int Size { get; }

    public static Formula Of(SolverAtom atom) =>
        new(FormulaKind.Atom, [], atom, atom.Subjects.Aggregate(atom.Variable.Bit, (all, s) => all | s.Bit), 1 + (atom.Values.Count >> 2));

    public static Formula All(IEnumerable<Formula> parts) => Combine(FormulaKind.All, parts, True, False);

    public static Formula Any(IEnumerable<Formula> parts) => Combine(FormulaKind.Any, parts, False, True);

    /// <summary>Holds exactly where this does not.</summary>
    public Formula Not() => Kind switch
    {
        FormulaKind.True => False,
        FormulaKind.False => True,
        FormulaKind.Atom => Of(Atom! with { IsNegated = !Atom.IsNegated }),
        _ => new(Kind == FormulaKind.All ? FormulaKind.Any : FormulaKind.All, [.. Parts.Select(p => p.Not())], null, _variables, Size),
    };

    /// <summary>What is left to ask once a variable has a value of a class.</summary>
    public Formula Assign(SolverVariable variable, SolverClass value)
    {
        if ((_variables & variable.Bit) == 0)
            return this;
        switch (Kind)
        {
            case FormulaKind.Atom when Atom!.Variable == variable:
                return Atom.Holds(value) ? True : False;
            case FormulaKind.Atom:
                return Atom!.Subjects.Contains(variable) ? AssignSubject(Atom, variable, value) : this;
            default:
                // Ends with the first part that decides.
                return Combine(Kind, Parts.Select(p => p.Assign(variable, value)), Kind == FormulaKind.All ? True : False, Kind == FormulaKind.All ? False : True);
        }
    }

    private static Formula AssignSubject(SolverAtom atom, SolverVariable subject, SolverClass value)
    {
        SolverVariable[] left = [.. atom.Subjects.Where(s => s != subject)];
        if (value.Low is { } text)
            return Of(atom with { Subjects = left, Values = atom.Values.Contains(text) ? atom.Values : [.. atom.Values, text] });
        // What the subject lacks matches nothing, and is not known to differ.
        if (atom.Test == PlanNodeKind.NoneOf)
            return atom.IsNegated ? True : False;
        return left.Length == 0 && atom.Values.Count == 0 ? (atom.IsNegated ? True : False) : Of(atom with { Subjects = left });
    }

    private static Formula Combine(FormulaKind kind, IEnumerable<Formula> parts, Formula nothing, Formula decided)
    {
        var (rest, variables, size) = (new List<Formula>(), 0UL, 1);
        foreach (var part in parts)
        {
            if (ReferenceEquals(part, decided))
                return decided;
            if (ReferenceEquals(part, nothing))
                continue;
            if (part.Kind == kind)
                rest.AddRange(part.Parts);
            else
                rest.Add(part);
            variables |= part._variables;
            size += part.Size;
        }

        return rest switch { [] => nothing, [var only] => only, _ => new(kind, rest, null, variables, size) };
    }
}
