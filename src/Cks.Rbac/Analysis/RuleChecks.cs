using Cks.Core;

namespace Cks.Rbac;

/// <summary>Rules that do not do what they seem to, and capabilities that no rule gives.</summary>
internal sealed class RuleChecks(AnalysisContext context, DiagnosticBag findings)
{
    // Of so many other rules one is looked for that decides all of it by itself.
    private const int MaxCulprits = 32;

    private readonly HashSet<CapabilityId> _granted = [];
    private readonly HashSet<PolicyRule> _gone = [];
    private Dictionary<string, List<PolicyRole>>? _heirs;

    public void Run()
    {
        foreach (var role in context.Policy.AllRoles.Where(r => r.Own.Count > 0))
        {
            var rules = context.RulesOf(role, role.Own.SelectMany(r => r.Capabilities).ToHashSet());
            PolicyRule[] useful = [.. role.Own.Where(r => IsUseful(r, rules))];
            // From the last one backwards: of two that say the same the later one goes. Those that are reported can be taken out together.
            foreach (var rule in useful.Reverse().Where(r => DecidesNothing(r, rules)))
            {
                Report(rule, rules);
                _gone.Add(rule);
            }

            foreach (var rule in role.Own)
                CheckWildcards(rule);
        }

        foreach (var resource in context.Policy.Resources)
            foreach (var (capability, place) in resource.Capabilities.Zip(resource.ActionPlaces))
                if (!_granted.Contains(capability))
                    findings.Add(CksCodes.NeverPermitted, place, $"No role is ever permitted \"{capability}\".", "Permit it to a role, or take the action out.");
    }

    private bool IsUseful(PolicyRule rule, Dictionary<CapabilityId, CapabilityRules> rules)
    {
        if (context.IsOver(rule))
        {
            findings.Add(CksCodes.EndedRule, rule.Place, $"\"{rule.Id}\" has ended on {AttributeValue.Of(rule.Until!.Value)}.", "Take it out, or let it end later.");
            return false;
        }

        if (rule.HidesFields)
            return true; // hides them on every row, whatever its condition
        if (rule.When is not null && !CanApply(rule))
            return false;
        return rule.IsDeny || !IsContradictory(rule, rules);
    }

    private bool CanApply(PolicyRule rule)
    {
        var scope = context.ScopeOf(rule.Capabilities[0]);
        if (context.IsNever(scope.Applies(rule)))
        {
            findings.Add(CksCodes.UnreachableRule, rule.Place, rule.IsDeny ? $"\"{rule.Id}\" denies nothing: its condition is false of every resource." : $"\"{rule.Id}\" permits nothing: its condition is true of no resource.", "Mend the condition, or take the rule out.");
            return false;
        }

        if (rule.IsDeny && context.IsNever(scope.Counts(rule), scope.When(rule.When!, truth: true)))
            findings.Add(CksCodes.UnreachableRule, rule.Place, $"The condition of \"{rule.Id}\" is true of no resource: it denies only where it is not known.", "Mend the condition, or take the rule out.");
        return true;
    }

    // A permit is judged in the role that declares it: one that inherits it may deny it with good reason.
    private bool IsContradictory(PolicyRule rule, Dictionary<CapabilityId, CapabilityRules> rules)
    {
        var all = true;
        foreach (var capability in rule.Capabilities)
        {
            if (!all && _granted.Contains(capability))
                continue;
            var (scope, denies) = (context.ScopeOf(capability), rules[capability].Denies);
            if (denies.Count > 0 && context.Afford(denies.Count) && context.IsNever(scope.Applies(rule), Formula.Any(denies.Select(scope.Applies)).Not()))
                continue;
            all = false;
            _granted.Add(capability);
        }

        if (all)
            findings.Add(CksCodes.ContradictoryRule, rule.Place, $"Everything that \"{rule.Id}\" permits is denied to \"{rule.Role}\" by {Names(rule.Capabilities.SelectMany(c => rules[c].Denies))}.", "Take one of them out, or narrow the deny.");
        return all;
    }

    private bool DecidesNothing(PolicyRule rule, Dictionary<CapabilityId, CapabilityRules> rules)
    {
        foreach (var capability in rule.Capabilities)
            if (!DecidesNothing(rule, capability, rules[capability]))
                return false;
        // Masks of a role that inherits it may be narrower by it where its own are not.
        return rule.IsDeny || rule.Capabilities.All(c => context.Policy.FindResource(c.Resource)!.Fields.Count == 0)
            || HeirsOf(rule.Role).All(h => context.RulesOf(h) is var inherited && rule.Capabilities.All(c => KeepsMask(rule, c, inherited[c])));
    }

    private bool DecidesNothing(PolicyRule rule, CapabilityId capability, CapabilityRules all)
    {
        if (all.Count == 1 || !context.Afford(all.Count))
            return false;
        var (scope, rest) = (context.ScopeOf(capability), all.Without(r => ReferenceEquals(r, rule) || _gone.Contains(r)));
        Formula Any(IEnumerable<PolicyRule> some) => Formula.Any(some.Select(scope.Applies));
        Formula AnyCounts(IEnumerable<PolicyRule> some) => Formula.Any(some.Select(scope.Counts));
        // Somebody who has other roles as well may be permitted what this one denies: whether a deny is idle is asked of somebody who is permitted everything.
        if (rule.IsDeny)
            return rest.Denies.Count + rest.Hides.Count > 0
                && (rule.HidesFields || (context.IsNever(scope.Applies(rule), Any(rest.Denies).Not()) && context.IsNever(scope.Counts(rule), AnyCounts(rest.Denies).Not())))
                && KeepsMask(rule, capability, all with { Permits = [EverythingOf(capability)] });
        return rest.Permits.Count + rest.Denies.Count > 0
            && context.IsNever(scope.Applies(rule), Any(rest.Permits).Not(), Any(rest.Denies).Not())
            && (rule.When is not null || context.IsNever(scope.Counts(rule), AnyCounts(rest.Permits.Where(p => p.When is null)).Not(), AnyCounts(rest.Denies).Not()))
            && KeepsMask(rule, capability, all);
    }

    private bool KeepsMask(PolicyRule rule, CapabilityId capability, CapabilityRules all)
    {
        if (!context.Afford(4L * all.Count * (1 + context.Policy.FindResource(capability.Resource)!.Fields.Count)))
            return false;
        var (scope, without) = (context.ScopeOf(capability), all.Without(r => ReferenceEquals(r, rule) || _gone.Contains(r)));
        var with = all.Without(r => !ReferenceEquals(r, rule) && _gone.Contains(r));
        var (before, after) = (new CapabilityFormulas(scope, with), new CapabilityFormulas(scope, without));
        return CapabilityFormulas.Groups([with]).All(g => context.AreSame(before.Shows(g.Use, g.Fields[0]), after.Shows(g.Use, g.Fields[0])));
    }

    private PolicyRule EverythingOf(CapabilityId capability)
    {
        var fields = FieldSet.Of(capability.Resource, context.Policy.FindResource(capability.Resource)!.Fields);
        return new() { Id = "", Capabilities = [capability], Fields = new(fields, fields, fields, fields) };
    }

    private IEnumerable<PolicyRole> HeirsOf(string role)
    {
        if (_heirs is null)
        {
            _heirs = new(StringComparer.Ordinal);
            foreach (var heir in context.Policy.AllRoles)
            {
                foreach (var ancestor in heir.Lineage.Where(a => a != heir.Name))
                {
                    if (!_heirs.TryGetValue(ancestor, out var mine))
                        _heirs[ancestor] = mine = [];
                    mine.Add(heir);
                }
            }
        }

        return _heirs.GetValueOrDefault(role, []);
    }

    private void Report(PolicyRule rule, Dictionary<CapabilityId, CapabilityRules> rules)
    {
        var (capability, verb) = (rule.Capabilities[0], rule.HidesFields ? "hides" : rule.IsDeny ? "denies" : "permits");
        var (scope, rest) = (context.ScopeOf(capability), rules[capability]);
        var others = (rule.HidesFields ? rest.Hides : rule.IsDeny ? rest.Denies : rest.Permits).Where(r => !ReferenceEquals(r, rule) && !_gone.Contains(r)).Take(MaxCulprits).ToArray();
        var culprit = rule.HidesFields ? null : Array.Find(others, o => rule.Capabilities.All(o.Capabilities.Contains) && context.IsNever(scope.Applies(rule), scope.Applies(o).Not()));
        findings.Add(CksCodes.ShadowedRule, rule.Place, $"\"{rule.Id}\" decides nothing: {(culprit is null ? $"other rules of \"{rule.Role}\"" : $"\"{culprit.Id}\"")} {(culprit is null ? verb.TrimEnd('s') switch { "hide" => "hide", "denie" => "deny or permit", _ => "permit or deny" } : verb)} all of it.", "Take it out.");
    }

    private void CheckWildcards(PolicyRule rule)
    {
        if (rule.IsDeny || !rule.Written.Any(w => w.EndsWith(":*", StringComparison.Ordinal)))
            return;
        CapabilityId[] sensitive = [.. rule.Capabilities.Where(c => context.Policy.Sensitive.Contains(c) && !rule.Written.Contains(c.Name))];
        if (sensitive.Length > 0)
            findings.Add(CksCodes.WildcardOverGrant, rule.Place, $"\"{rule.Id}\" permits {string.Join(", ", sensitive.Select(c => $"\"{c}\""))}, which is marked sensitive, by a wildcard.", "Name it beside the wildcard if it is meant.");
    }

    private static string Names(IEnumerable<PolicyRule> rules) => string.Join(", ", rules.Distinct().Take(3).Select(r => $"\"{r.Id}\""));
}
