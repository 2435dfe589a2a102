using System.Text.Json;
using Cks.Rbac;

namespace Cks.Benchmarks;

/// <summary>Reading and analysing a policy of 4,000 rules, against one of 1,000: a ratio of 0.25 is growth in proportion. The larger one has more resources and more roles, as larger portals have.</summary>
internal static class LoadGrowthCase
{
    public static RatioCase Create()
    {
        var (large, small) = (Documents(4_000), Documents(1_000));
        return RatioCase.Sync("load-growth", Enumerable.Range(0, RatioCase.FewestInputs).Select(n => n % large.Length), n => Load(large[n]), n => Load(small[n]));
    }

    private static int Load(byte[] document) => PolicyAnalyzer.Analyze(PolicyReader.Read("growth.rbac.json", document).GetOrThrow()).Count > 0 ? 1 : 0;

    private static byte[][] Documents(int rules) => [.. Enumerable.Range(0, 4).Select(n => Document(rules, new(n)))];

    private static byte[] Document(int rules, Random random)
    {
        const int RulesARole = 20;
        var resources = Enumerable.Range(0, rules / 10).Select(n => $"resource{n}").ToArray();
        object Rule(int n, string role)
        {
            var resource = resources[random.Next(resources.Length)];
            string[] actions = [$"{resource}:{(random.Next(4) == 0 ? "*" : "edit")}"];
            return random.Next(2) == 0
                ? new { id = $"{role}-{n}", actions }
                : new { id = $"{role}-{n}", actions, when = new { status = (string[])["open", random.Next(2) == 0 ? "late" : "closed"], owner = "$code" } };
        }

        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["version"] = 1,
            ["resources"] = resources.ToDictionary(r => r, _ => new { actions = (string[])["view", "edit", "close"], attributes = (string[])["status", "owner"] }),
            ["roles"] = Enumerable.Range(0, rules / RulesARole).ToDictionary(
                n => $"role{n}",
                n => new
                {
                    inherits = n % 5 == 0 ? [] : (string[])[$"role{n - 1}"],
                    permit = Enumerable.Range(0, RulesARole - 2).Select(i => Rule(i, $"role{n}")),
                    deny = Enumerable.Range(RulesARole - 2, 2).Select(i => Rule(i, $"role{n}")),
                }),
        });
    }
}
