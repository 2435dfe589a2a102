using Cks.Core;

namespace Cks.Rbac;

/// <summary>Whether tests show a rule at work.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Location">Where the rule stands.</param>
/// <param name="IsCovered">Whether a test that passed shows that it decides: that it permits, denies or hides a field.</param>
/// <param name="UnseenClauses">The comparisons of its condition that no test saw both true and not true, in words.</param>
public sealed record RuleCoverage(string Rule, SourceLocation Location, bool IsCovered, IReadOnlyList<string> UnseenClauses);
