namespace Cks.Rbac;

/// <summary>Circumstances in words: <c>status = open, creator = $code, subordinate</c>.</summary>
internal static class WitnessWords
{
    public static string Of(IEnumerable<(SolverVariable Variable, SolverClass Value)> witness)
    {
        var all = witness.ToArray();
        // What the subject has is said where an attribute equals it; by itself only when it is a value that a document names, or missing.
        var words = all.Where(w => w.Variable.Kind != SolverVariableKind.Subject || w.Value.Low?.Text != w.Variable.Name).Select(w => Of(w.Variable, w.Value));
        return string.Join(", ", words.Where(w => w.Length > 0).Order(StringComparer.Ordinal));
    }

    private static string Of(SolverVariable variable, SolverClass value) => value.Kind switch
    {
        SolverClassKind.True => variable.Words?.True ?? variable.Name,
        SolverClassKind.False => variable.Words?.False ?? $"not {variable.Name}",
        SolverClassKind.Missing => variable.Words?.False ?? $"no {variable.Name}",
        SolverClassKind.Other => $"{variable.Name} = anything else",
        SolverClassKind.Value => $"{variable.Name} = {value.Low}",
        _ => (value.Low, value.High) switch
        {
            (null, null) => $"any {variable.Name}",
            (null, { } high) => $"{variable.Name} < {high}",
            ({ } low, null) => $"{variable.Name} > {low}",
            ({ } low, { } high) => $"{low} < {variable.Name} < {high}",
        },
    };
}
