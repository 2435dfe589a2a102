using Cks.Core;

namespace Cks.Rbac;

/// <summary>Roles that have, or may give, what they should not.</summary>
internal sealed class RoleChecks(AnalysisContext context, DiagnosticBag findings)
{
    private readonly Dictionary<string, Dictionary<CapabilityId, CapabilityRules>> _rules = new(StringComparer.Ordinal);

    public void Run()
    {
        foreach (var role in context.Policy.AllRoles)
        {
            CheckDuties(role);
            if (role.Lineage.Any(l => context.Policy.FindRole(l)!.Assigns.Count > 0))
                CheckAssigns(role);
        }
    }

    // Reported where it arises, and not again for each role that inherits it.
    private void CheckDuties(PolicyRole role)
    {
        foreach (var duty in context.Policy.Duties)
        {
            var sides = duty.Roles.Where(role.Lineage.Contains).ToArray();
            if (sides.Length > 1 && !role.Parents.Any(p => duty.Roles.Count(context.Policy.FindRole(p)!.Lineage.Contains) > 1))
                findings.Add(CksCodes.DutyConflict, role.Place, $"\"{role.Name}\" is {string.Join(" and ", sides.Select(s => $"\"{s}\""))} at once, which the duty \"{duty.Id}\" keeps apart.", "Inherit one of them only.");
        }
    }

    // Whoever is given a role may give on what that one may, so that the whole chain is followed.
    private void CheckAssigns(PolicyRole role)
    {
        var (through, queue) = (new Dictionary<string, string>(StringComparer.Ordinal), new Queue<string>([role.Name]));
        while (queue.TryDequeue(out var giver))
        {
            foreach (var given in context.Policy.FindRole(giver)!.Lineage.SelectMany(l => context.Policy.FindRole(l)!.Assigns))
            {
                if (given == role.Name || !through.TryAdd(given, giver))
                    continue;
                queue.Enqueue(given);
                if (MoreOf(role, context.Policy.FindRole(given)!) is { } more)
                    findings.Add(CksCodes.RoleRaises, role.Place, $"\"{role.Name}\" may give \"{given}\"{(giver == role.Name ? "" : $" through \"{giver}\"")}, which may {more}, and may not do so itself.", "Take the role out of \"assigns\", or permit as much to the one that gives it.");
            }
        }
    }

    /// <summary>The first thing that a role may do and another one may not.</summary>
    private string? MoreOf(PolicyRole giver, PolicyRole given)
    {
        var (mine, theirs) = (RulesOf(giver), RulesOf(given));
        foreach (var (capability, rules) in theirs.Where(r => r.Value.Permits.Count > 0).OrderBy(r => r.Key.Name, StringComparer.Ordinal))
        {
            var scope = context.ScopeOf(capability);
            var own = mine.GetValueOrDefault(capability, CapabilityRules.None);
            if (!context.Afford(4L * (own.Count + rules.Count) * (1 + context.Policy.FindResource(capability.Resource)!.Fields.Count)))
                continue;
            var (less, more) = (new CapabilityFormulas(scope, own), new CapabilityFormulas(scope, rules));
            var answer = context.Ask(Formula.All([more.Permitted, less.Permitted.Not()]));
            if (answer.Outcome == SolverOutcome.Sometimes)
                return $"\"{capability}\"{(answer.Words.Length == 0 ? "" : $" ({answer.Words})")}";
            foreach (var (use, fields) in CapabilityFormulas.Groups([own, rules]))
                if (context.Ask(Formula.All([more.Shows(use, fields[0]), less.Shows(use, fields[0]).Not()])).Outcome == SolverOutcome.Sometimes)
                    return $"{use.ToString().ToLowerInvariant()} \"{fields[0]}\" by \"{capability}\"";
        }

        return null;
    }

    private Dictionary<CapabilityId, CapabilityRules> RulesOf(PolicyRole role)
    {
        if (!_rules.TryGetValue(role.Name, out var rules))
            _rules[role.Name] = rules = context.RulesOf(role);
        return rules;
    }
}
