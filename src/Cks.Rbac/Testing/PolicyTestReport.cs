namespace Cks.Rbac;

/// <summary>What came of policy tests.</summary>
/// <param name="Results">Each question, in the order of the documents.</param>
/// <param name="Rules">Each rule of the policies that were tested.</param>
public sealed record PolicyTestReport(IReadOnlyList<PolicyTestResult> Results, IReadOnlyList<RuleCoverage> Rules)
{
    /// <summary>Whether all passed.</summary>
    public bool IsPassed => Results.All(r => r.IsPassed);

    /// <summary>How many of a hundred rules are covered, rounded down.</summary>
    public int Coverage => Rules.Count == 0 ? 100 : Rules.Count(r => r.IsCovered) * 100 / Rules.Count;
}
