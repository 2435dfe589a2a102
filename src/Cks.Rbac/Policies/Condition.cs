namespace Cks.Rbac;

/// <summary>
/// What a rule asks of the resource: all terms hold. Three values (Kleene): what is missing, an attribute or a value of the subject, is unknown, which is
/// <see langword="null"/> here. Whoever asks maps unknown: a permit does not apply, a deny does.
/// </summary>
internal sealed class Condition(ConditionTerm[] terms)
{
    public IEnumerable<string> Attributes => terms.Select(t => t.Attribute);

    public bool? Holds<T>(Subject subject, T resource, ResourceMap<T> map)
    {
        bool? all = true;
        foreach (var term in terms)
        {
            var one = term.Holds(subject, map.Read(term.Attribute, resource));
            if (one == false)
                return false;
            all &= one;
        }

        return all;
    }

    /// <summary>The terms as a permit needs them: <see langword="null"/> when they are never true together for this subject.</summary>
    public PlanTerm[]? WhereTrue(Subject subject)
    {
        PlanTerm[] plan = [.. terms.Select(t => new PlanTerm(t.Attribute, t.Known(subject)))];
        return plan.All(t => t.Values.Count > 0) ? plan : null;
    }

    /// <summary>The terms as a deny needs them, which asks only whether one is false: a term with a value that the subject lacks never is.</summary>
    public PlanTerm[] WhereNotFalse(Subject subject) =>
        [.. terms.Where(t => t.Known(subject).Length == t.Values.Length).Select(t => new PlanTerm(t.Attribute, t.Known(subject)))];
}

/// <summary>The attribute is one of the values; those with a dollar sign are the subject's.</summary>
internal sealed record ConditionTerm(string Attribute, string[] Values)
{
    public bool? Holds(Subject subject, string? actual)
    {
        if (actual is null)
            return null;
        bool? any = false;
        foreach (var value in Values)
        {
            var text = SubjectValues.Resolve(value, subject);
            if (text.Length == 0)
                any = null;
            else if (text == actual)
                return true;
        }

        return any;
    }

    public string[] Known(Subject subject) => [.. Values.Select(v => SubjectValues.Resolve(v, subject)).Where(v => v.Length > 0)];
}
