using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cks.Rbac.Tests.Model;

/// <summary>One random policy with its subjects and rows: every question is asked of the naive evaluator and of the real one.</summary>
internal sealed class Comparison(int seed)
{
    private readonly RandomModel _random = new(seed);
    private readonly Dictionary<string, int> _mix = [];

    /// <summary>What came up, and how often.</summary>
    public IReadOnlyDictionary<string, int> Mix => _mix;

    public void Run()
    {
        var policy = _random.Policy();
        CompiledModel compiled = new(policy);
        var rows = policy.Resources.ToDictionary(r => r.Name, r => Enumerable.Range(0, 5).Select(_ => _random.Row(r)).DistinctBy(x => x.Id ?? "").ToArray());
        for (var i = 0; i < 2; i++)
        {
            var who = _random.Subject(policy);
            NaiveEvaluator naive = new(policy, who);
            var subject = compiled.Bind(who);
            var decisions = compiled.Decisions;
            string Describe(string capability, object? row) => new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"CKS_RBAC_SEED={seed}: {capability}")
                .AppendLine(Text(who)).AppendLine(Text(row)).Append(Encoding.UTF8.GetString(compiled.Document)).ToString();

            string[] capabilities = [.. naive.Declared(), "ma:unheard-of"];
            var batch = new Decision[capabilities.Length];
            decisions.Check(subject, [.. capabilities.Select(CapabilityId.Of)], batch);
            foreach (var (n, capability) in capabilities.Index())
            {
                var alone = decisions.Check(subject, CapabilityId.Of(capability));
                Same(naive.Check(capability), alone, () => Describe(capability, null));
                Holds((batch[n].Reason, batch[n].Rule) == (alone.Reason, alone.Rule), () => Describe(capability, "batch"));
                Count(alone.Reason.ToText());
                if (alone.Rule?.StartsWith("grant:", StringComparison.Ordinal) == true)
                    Count(alone.IsPermitted ? "permitted by grant" : "denied by grant");

                var mask = decisions.Fields(subject, CapabilityId.Of(capability));
                var fields = naive.Fields(capability);
                Holds(fields.Read.SequenceEqual(mask.Names), () => Describe(capability, $"read {Text(mask.Names)} is not {Text(fields.Read)}"));
                Holds(fields.Write.SequenceEqual(mask.Write.Names), () => Describe(capability, $"write {Text(mask.Write.Names)} is not {Text(fields.Write)}"));
                Holds(fields.Filter.SequenceEqual(mask.Filter.Names), () => Describe(capability, $"filter {Text(mask.Filter.Names)} is not {Text(fields.Filter)}"));
                Holds(fields.Sort.SequenceEqual(mask.Sort.Names), () => Describe(capability, $"sort {Text(mask.Sort.Names)} is not {Text(fields.Sort)}"));
                Count("field", fields.Read.Length + fields.Write.Length);
                Count("field hidden", fields.Read.Length - fields.Filter.Length);

                CompareRows(compiled, naive, subject, capability, rows[capability.Split(':')[0]], r => Describe(capability, r));
            }

            Holds(naive.WhatCan().SequenceEqual(decisions.WhatCan(subject).Select(c => c.Name)), () => Describe("WhatCan", null));
            Count("unknown condition", naive.Unknowns);
            CountEdges(policy, who);
        }
    }

    private void CompareRows(CompiledModel compiled, NaiveEvaluator naive, Subject subject, string capability, ModelRow[] rows, Func<object?, string> describe)
    {
        compiled.Use(rows);
        var expected = rows.Select(r => naive.Check(capability, r)).ToArray();
        var singles = rows.Select(r => compiled.Check(subject, capability, r)).ToArray();
        var all = compiled.CheckAll(subject, capability, rows);
        var asked = compiled.RelationsAsked;
        Holds(asked <= 3, () => describe("a relation is asked more than once"));
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            Same(expected[i], singles[i], () => describe(row));
            Holds((singles[i].Reason, singles[i].Rule) == (all[i].Reason, all[i].Rule), () => describe(row));
            Count(singles[i].Reason.ToText());
            Count("missing attribute", 6 - row.Attributes.Count);
            Count("row without id", row.Id is null ? 1 : 0);
        }

        var permitted = rows.Where((_, i) => expected[i].Reason == DecisionReason.Permitted).ToArray();
        Holds(permitted.SequenceEqual(compiled.Filter(subject, capability, rows)), () => describe("filter"));
        var plan = compiled.Decisions.Plan(subject, CapabilityId.Of(capability));
        Holds(!plan.IsNothing || permitted.Length == 0, () => describe("plan of nothing"));
        Holds(!plan.IsEverything || permitted.Length == rows.Length, () => describe("plan of everything"));
        // What is promised without a resource holds of each (S03).
        var alone = compiled.Decisions.Check(subject, CapabilityId.Of(capability));
        Holds(!alone.IsPermitted || (permitted.Length == rows.Length && plan.IsEverything), () => describe("S03"));
        Count("some rows of a plan", permitted.Length > 0 && permitted.Length < rows.Length ? 1 : 0);
        Count("deny on some rows", expected.Count(e => e.Reason == DecisionReason.Denied) is var denied && denied > 0 && denied < rows.Length ? 1 : 0);
        Count("relation asked", asked);
    }

    // What to say is costly to write, and hardly ever said.
    private static void Holds(bool condition, Func<string> describe)
    {
        if (!condition)
            Assert.Fail(describe());
    }

    private static void Same(Verdict expected, Decision actual, Func<string> describe)
    {
        var named = actual.Rule is { } rule ? expected.Rules.Contains(rule) : actual.Reason is not (DecisionReason.Permitted or DecisionReason.Denied or DecisionReason.ObligationUnmet);
        if (expected.Reason != actual.Reason || !named)
            Assert.Fail($"{expected.Reason} by {Text(expected.Rules)} is not {actual.Reason} by {actual.Rule}. {describe()}");
    }

    private void CountEdges(ModelPolicy policy, ModelSubject who)
    {
        IEnumerable<DateTimeOffset?> edges = [.. policy.Roles.SelectMany(r => r.Rules).SelectMany(r => (DateTimeOffset?[])[r.From, r.Until]), .. who.Grants.SelectMany(g => (DateTimeOffset?[])[g.From, g.Until])];
        Count("edge of time", edges.Count(e => e is { } edge && (edge - who.Now).Duration() <= TimeSpan.FromTicks(1)));
        Count("edge of step-up", who.SteppedUpAt is { } at && ((who.Now - at).Duration() - TimeSpan.FromSeconds(300)).Duration() <= TimeSpan.FromTicks(1) ? 1 : 0);
        Count("broken glass", who.Grants.Count(g => g.Kind == "breakGlass" && !g.IsSuspended));
    }

    private void Count(string what, int times = 1)
    {
        if (times != 0)
            _mix[what] = _mix.GetValueOrDefault(what) + times;
    }

    private static string Text(object? value) => JsonSerializer.Serialize(value);
}
