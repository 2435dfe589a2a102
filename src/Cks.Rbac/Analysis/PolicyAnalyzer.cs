using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Finds what is right by the form of a policy and wrong by its meaning. Exact for the language of conditions: every value, missing ones included, every subject and every moment is considered, with the lists
/// and bounds of attributes taken at their word. What would take too long is left undecided, and that is a finding (CKS218), never a silent answer.
/// </summary>
public static class PolicyAnalyzer
{
    /// <summary>
    /// Rules that decide nothing (CKS210), that never apply (CKS211), that are denied altogether (CKS212), capabilities that nobody has (CKS213), wildcards that reach sensitive actions (CKS214), roles with two
    /// duties that are kept apart (CKS215), roles that give more than they have (CKS216), rules that have ended (CKS217).
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="now">The moment from which on it counts; <see langword="null"/> for all time, so that no rule has ended.</param>
    /// <returns>The findings by place; those about one role or rule stand there.</returns>
    public static IReadOnlyList<Diagnostic> Analyze(Policy policy, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var (context, findings) = (new AnalysisContext(policy, now), new DiagnosticBag());
        new RuleChecks(context, findings).Run();
        new RoleChecks(context, findings).Run();
        if (context.Undecided > 0)
            findings.Add(CksCodes.AnalysisUndecided, policy.Resources.Select(r => r.Place).FirstOrDefault(), $"{context.Undecided} questions about conditions were too dear to answer.", "Nothing is reported where that is so: use fewer or simpler conditions for one capability in one role.");
        return [.. findings.OrderBy(f => f.Code == CksCodes.TooManyFindings).ThenBy(f => f.Location.File, StringComparer.Ordinal).ThenBy(f => f.Location.Line).ThenBy(f => f.Location.Column).ThenBy(f => f.Code.Id, StringComparer.Ordinal)];
    }
}
