namespace Cks.Rbac.Tests.Analysis;

/// <summary>What the analysis says of random policies, against the real decision point asked about every state that there is.</summary>
public sealed class ExactnessTests
{
    private static readonly int Pairs = Rounds.Of(500);
    private static readonly string[] Actions = ["look", "take"];

    [Fact]
    public async Task Lint_and_diff_of_random_policies_equal_enumeration()
    {
        var found = new Dictionary<string, int>();
        for (var seed = 0; seed < Pairs; seed++)
        {
            var (before, after, topics) = new SmallGenerator(new(seed)).Pair();
            var world = new SmallWorld(topics);
            string Where() => $"seed {seed}, topics {string.Join(' ', topics)}\n{System.Text.Encoding.UTF8.GetString(before.Write())}\n{System.Text.Encoding.UTF8.GetString(after.Write())}";
            foreach (var policy in (SmallPolicy[])[before, after])
                Equal(await LintByEnumeration(policy, world), Lint(policy), Where, found);
            Equal(await DiffByEnumeration(before, after, world), Diff(before, after), Where, found);
        }

        // Each kind of finding has come up often enough to mean something.
        foreach (var kind in (string[])["CKS210", "CKS211", "CKS211 unknown", "CKS212", "CKS213", "gained", "lost", "gained field", "lost field", "gained by denial", "lost by denial", "gained field by denial", "lost field by denial", "without a resource"])
            Assert.True(found.GetValueOrDefault(kind) > 5 || !Rounds.AreWhole, $"{kind}: {found.GetValueOrDefault(kind)}");
    }

    private static void Equal(SortedSet<string> expected, SortedSet<string> actual, Func<string> where, Dictionary<string, int> found)
    {
        foreach (var kind in expected)
            found[kind.Split(':')[0]] = found.GetValueOrDefault(kind.Split(':')[0]) + 1;
        if (!expected.SetEquals(actual))
            Assert.Fail($"Expected {string.Join(", ", expected.Except(actual))}; unexpected {string.Join(", ", actual.Except(expected))}\n{where()}");
    }

    private static Policy Read(SmallPolicy policy) => PolicyReader.Read("small.rbac.json", policy.Write()).GetOrThrow();

    private static SortedSet<string> Lint(SmallPolicy policy) =>
    [
        .. PolicyAnalyzer.Analyze(Read(policy)).Select(f => f.Code.Id switch
        {
            "CKS211" when f.Message.Contains("not known", StringComparison.Ordinal) => $"CKS211 unknown: {f.Message.Split('"')[1]}",
            "CKS117" or "CKS218" => throw new InvalidOperationException(f.Message),
            _ => $"{f.Code}: {f.Message.Split('"')[1]}",
        }),
    ];

    private static async Task<SortedSet<string>> LintByEnumeration(SmallPolicy policy, SmallWorld world)
    {
        var (found, gone) = (new SortedSet<string>(), new HashSet<SmallRule>());
        foreach (var role in policy.Roles)
        {
            var useful = new List<SmallRule>();
            foreach (var rule in role.Rules.OrderBy(r => r.IsDeny))
                if (await IsUseful(policy, role, rule, world, found))
                    useful.Add(rule);
            foreach (var rule in Enumerable.Reverse(useful))
            {
                if (!await DecidesNothing(policy.Keep(r => !gone.Contains(r)), role, rule, world))
                    continue;
                found.Add($"CKS210: {rule.Id}");
                gone.Add(rule);
            }
        }

        foreach (var action in Actions)
        {
            var isGranted = false;
            foreach (var role in policy.Roles)
                isGranted |= (await world.ObserveAsync(policy, action, role.Name)).Permitted.Contains(true);
            if (!isGranted)
                found.Add($"CKS213: ex:{action}");
        }

        return found;
    }

    private static IEnumerable<string> ActionsOf(SmallRule rule) => rule.Actions is ["*"] ? Actions : rule.Actions;

    private static async Task<bool> IsUseful(SmallPolicy policy, SmallRole role, SmallRule rule, SmallWorld world, SortedSet<string> found)
    {
        if (rule.Hides)
            return true;
        var alone = new SmallPolicy([new("alone", [], [rule])]).WithEverything();
        var asPermit = new SmallPolicy([new("alone", [], [rule with { IsDeny = false }])]);
        var action = ActionsOf(rule).First();
        var isTrue = (await world.ObserveAsync(asPermit, action, "alone")).Permitted.Contains(true);
        if (rule.IsDeny ? !(await world.ObserveAsync(alone, action, "alone", SmallWorld.Everything)).Permitted.Contains(false) : !isTrue)
        {
            found.Add($"CKS211: {rule.Id}");
            return false;
        }

        if (rule.IsDeny)
        {
            if (!isTrue)
                found.Add($"CKS211 unknown: {rule.Id}");
            return true;
        }

        var denied = policy.Keep(r => ReferenceEquals(r, rule) || r.IsDeny);
        foreach (var one in ActionsOf(rule))
            if ((await world.ObserveAsync(denied, one, role.Name)).Permitted.Contains(true))
                return true;
        found.Add($"CKS212: {rule.Id}");
        return false;
    }

    private static async Task<bool> DecidesNothing(SmallPolicy policy, SmallRole role, SmallRule rule, SmallWorld world)
    {
        var (with, without) = (policy.WithEverything(), policy.Keep(r => !ReferenceEquals(r, rule)).WithEverything());
        foreach (var heir in policy.HeirsOf(role.Name))
        {
            string[] roles = rule.IsDeny ? [heir.Name, SmallWorld.Everything] : [heir.Name];
            foreach (var action in ActionsOf(rule))
                if (!(await world.ObserveAsync(with, action, roles)).IsSame(await world.ObserveAsync(without, action, roles)))
                    return false;
        }

        return true;
    }

    private static SortedSet<string> Diff(SmallPolicy before, SmallPolicy after)
    {
        var found = new SortedSet<string>();
        foreach (var change in PolicyDiff.Between(Read(before), Read(after)).Changes)
        {
            Assert.False(change.IsUndecided);
            var word = change.IsGain ? "gained" : "lost";
            if (change.Kind == PolicyChangeKind.Capability)
                found.Add($"{(change.Circumstances.StartsWith("without naming", StringComparison.Ordinal) ? "without a resource" : word)}: {word} {change.Role} {change.Name} from {change.Before} to {change.After}");
            if (change is { Kind: PolicyChangeKind.Denial, Fields: [] })
                found.Add($"{word} by denial: {change.Role} {change.Name}");
            foreach (var field in change.Fields)
                found.Add($"{word} field{(change.Kind == PolicyChangeKind.Denial ? " by denial" : "")}: {change.Role} {change.Name} {change.Use} {field}");
        }

        return found;
    }

    private static async Task<SortedSet<string>> DiffByEnumeration(SmallPolicy before, SmallPolicy after, SmallWorld world)
    {
        var found = new SortedSet<string>();
        foreach (var role in before.Roles.Select(r => r.Name))
        {
            foreach (var action in Actions)
            {
                var (was, isNow) = (await world.ObserveAsync(before, action, role), await world.ObserveAsync(after, action, role));
                // The same of somebody to whom another role permits everything.
                var (wasLeft, isLeft) = (await world.ObserveAsync(before.WithEverything(), action, role, SmallWorld.Everything), await world.ObserveAsync(after.WithEverything(), action, role, SmallWorld.Everything));
                foreach (var (word, more, less, moreLeft, lessLeft) in ((string, Observation, Observation, Observation, Observation)[])[("gained", isNow, was, isLeft, wasLeft), ("lost", was, isNow, wasLeft, isLeft)])
                {
                    var step = $"{word} {role} ex:{action} from {ExtentOf(was)} to {ExtentOf(isNow)}";
                    if (Observation.Has(more.Permitted, less.Permitted))
                        found.Add($"{word}: {step}");
                    else if (Observation.Has(more.WithoutResource, less.WithoutResource))
                        found.Add($"without a resource: {step}");
                    else if (Observation.Has(moreLeft.Permitted, lessLeft.Permitted) || Observation.Has(moreLeft.WithoutResource, lessLeft.WithoutResource))
                        found.Add($"{word} by denial: {role} ex:{action}");
                    foreach (var ((use, field), bits) in more.Masks)
                        if (Observation.Has(bits, less.Masks[(use, field)]))
                            found.Add($"{word} field: {role} ex:{action} {use} {field}");
                        else if (Observation.Has(moreLeft.Masks[(use, field)], lessLeft.Masks[(use, field)]))
                            found.Add($"{word} field by denial: {role} ex:{action} {use} {field}");
                }
            }
        }

        return found;
    }

    private static PolicyExtent ExtentOf(Observation observation) =>
        !observation.Permitted.Contains(true) ? PolicyExtent.Never : observation.Permitted.Contains(false) ? PolicyExtent.Sometimes : PolicyExtent.Always;
}
