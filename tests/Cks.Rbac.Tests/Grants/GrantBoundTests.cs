using System.Text.Json.Nodes;

namespace Cks.Rbac.Tests.Grants;

/// <summary>S17 as a whole: whatever people grant to each other, nobody may do what none of them could before.</summary>
public sealed class GrantBoundTests
{
    private static readonly string[] People = ["a", "b", "c"];
    private static readonly string[] Capabilities = ["o:view", "o:edit"];
    private static readonly (string? Status, string? Creator)[] Rows = [.. from s in new[] { null, "1", "2" } from c in new[] { null, "A", "B", "C" } select (s, c)];

    [Fact]
    public async Task S17_no_sequence_of_grants_gives_anybody_what_nobody_had()
    {
        var done = new Dictionary<string, int>();
        for (var seed = 0; seed < Rounds.Of(200); seed++)
        {
            var random = new Random(seed);
            var roles = People.ToDictionary(p => p, _ => new[] { "r0", "r1", "r2", "r3" }.Where(_ => random.NextDouble() < 0.45).ToArray());
            // Some are denied something from the start: lifting that is bounded as well.
            Grant[] denies = [.. People.Where(_ => random.NextDouble() < 0.4).Select(p => new Grant($"d-{p}", GrantKind.Deny, GrantWorld.Issuer, p, GrantWorld.Main, Pick(random, Capabilities)) { When = When(random)?.ToJsonString(), Read = random.NextDouble() < 0.3 ? ["x"] : null })];
            await using var world = new GrantWorld(new InMemoryGrantLedger(denies), PolicyOf(random).ToJsonString());
            Subject Of(string person) => new(person, GrantWorld.Main, roles[person]) { Issuer = GrantWorld.Issuer, Code = person.ToUpperInvariant() };
            var held = new HashSet<string>();
            foreach (var person in People)
                held.UnionWith(Measure(await world.BindAsync(Of(person))));
            var story = new List<string>();

            for (var step = 0; step < 25; step++)
            {
                world.Clock.Advance(TimeSpan.FromSeconds(random.Next(30)));
                var (by, to) = (Of(Pick(random, People)), Pick(random, People));
                var (what, outcome) = await ActAsync(world, random, by, to);
                story.Add($"{by.Id} -> {to}: {what}: {outcome}");
                if (outcome.IsDone)
                    done[what.Split(' ')[0]] = done.GetValueOrDefault(what.Split(' ')[0]) + 1;
                foreach (var person in People)
                {
                    var more = Measure(await world.BindAsync(Of(person))).Except(held).FirstOrDefault();
                    Assert.True(more is null, $"Seed {seed}: {person} got {more}.\n{string.Join('\n', story)}");
                }
            }
        }

        // Not because everything is refused.
        Assert.All(["Permit", "Role", "Deny", "revoke", "suspend", "restore"], kind => Assert.True(done.GetValueOrDefault(kind) >= 5 || !Rounds.AreWhole, $"{kind}: {done.GetValueOrDefault(kind)}"));
    }

    private static async Task<(string What, GrantOutcome Outcome)> ActAsync(GrantWorld world, Random random, Subject by, string to)
    {
        var (token, person) = (TestContext.Current.CancellationToken, GrantWorld.Person(to));
        var theirs = await world.HeldAsync(to);
        var some = theirs.Count == 0 ? "none" : theirs[random.Next(theirs.Count)].Id;
        var until = random.NextDouble() < 0.4 ? world.Clock.GetUtcNow().AddSeconds(random.Next(1, 200)) : (DateTimeOffset?)null;
        switch (random.Next(12))
        {
            case 0 or 1:
                return ("revoke", await world.Desk.RevokeAsync(by, person, some, "r", token));
            case 2:
                return ("suspend", await world.Desk.SuspendAsync(by, person, "r", token));
            case 3:
                return ("restore", await world.Desk.RestoreAsync(by, person, theirs.FirstOrDefault(g => g.IsSuspended)?.Id ?? some, "r", token));
            case 4 or 5 or 6:
                var role = GrantRequest.Role(person, $"r{random.Next(4)}", "r") with { Until = until };
                return ($"Role {role.Name}", await world.GrantAsync(by, role));
            default:
                var (capability, when) = (Pick(random, [.. Capabilities, "grants:create"]), When(random)?.ToJsonString());
                string[]? read = random.NextDouble() < 0.5 && capability != "grants:create" ? [Pick(random, ["x", "y"])] : null;
                var request = (random.NextDouble() < 0.2 ? GrantRequest.Deny(person, capability, "r") : GrantRequest.Permit(person, capability, "r")) with { When = capability == "grants:create" ? null : when, Read = read, Until = until };
                return ($"{request.Kind} {capability} {when} {read?[0]}", await world.GrantAsync(by, request));
        }
    }

    private static JsonObject PolicyOf(Random random)
    {
        var roles = new JsonObject();
        for (var r = 0; r < 4; r++)
        {
            var permits = new JsonArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                permits.Add(Rule(random, fields: 0.6));
            var denies = new JsonArray();
            while (random.NextDouble() < 0.3)
                denies.Add(Rule(random, fields: 0.3));
            if (random.NextDouble() < 0.6)
                permits.Add(new JsonObject { ["actions"] = new JsonArray("grants:*") });
            roles[$"r{r}"] = new JsonObject
            {
                ["inherits"] = new JsonArray([.. Enumerable.Range(0, r).Where(_ => random.NextDouble() < 0.2).Select(p => (JsonNode)$"r{p}")]),
                ["assigns"] = new JsonArray([.. Enumerable.Range(0, 4).Where(_ => random.NextDouble() < 0.6).Select(p => (JsonNode)$"r{p}")]),
                ["permit"] = permits,
                ["deny"] = denies,
            };
        }

        return new()
        {
            ["version"] = 1,
            ["resources"] = new JsonObject
            {
                ["grants"] = new JsonObject { ["actions"] = new JsonArray("create", "revoke") },
                ["o"] = new JsonObject { ["actions"] = new JsonArray("view", "edit"), ["fields"] = new JsonArray("x", "y"), ["attributes"] = new JsonArray("status", "creator"), ["relations"] = new JsonArray("near") },
            },
            ["roles"] = roles,
        };
    }

    private static JsonObject Rule(Random random, double fields)
    {
        var rule = new JsonObject { ["actions"] = new JsonArray(random.NextDouble() < 0.3 ? "o:*" : Pick(random, Capabilities)) };
        if (When(random) is { } when)
            rule["when"] = when;
        if (random.NextDouble() < fields)
            rule["fields"] = new JsonObject { ["read"] = new JsonArray([.. (random.NextDouble() < 0.4 ? ["x", "y"] : new[] { Pick(random, ["x", "y"]) }).Select(f => (JsonNode)f)]) };
        return rule;
    }

    private static JsonObject? When(Random random) => random.Next(9) switch
    {
        0 or 1 or 2 => null,
        3 => new() { ["creator"] = "$code" },
        4 => new() { ["status"] = Pick(random, ["1", "2"]), ["creator"] = Pick(random, ["$code", "A", "B"]) },
        5 => new() { ["is"] = "near" },
        6 => new() { ["not"] = new JsonObject { ["status"] = Pick(random, ["1", "2"]) } },
        7 => new() { ["any"] = new JsonArray(new JsonObject { ["status"] = "1" }, new JsonObject { ["creator"] = Pick(random, ["A", "$code"]) }) },
        _ => new() { ["status"] = Pick(random, ["1", "2"]) },
    };

    /// <summary>Every capability on every row, and every field that a rule shows there.</summary>
    private static HashSet<string> Measure(Subject subject)
    {
        var (permissions, context, all) = (subject.Permissions!, subject.Context, new HashSet<string>());
        foreach (var capability in permissions.Snapshot.Value.Capabilities.Where(c => Capabilities.Contains(c.Name)))
        {
            var plan = permissions.Plan(capability, context);
            var rules = permissions.RulesOf(capability);
            var hidden = rules.Where(r => r.HidesFields).SelectMany(r => r.Hidden.Read.Names).ToHashSet();
            foreach (var row in Rows.Where(r => plan.IsEverything || (plan.Where is { } where && Holds(where, r, context.Code))))
            {
                all.Add($"{capability} {row}");
                foreach (var rule in rules.Where(r => !r.IsDeny && (r.When is null || Holds(r.When.When(true, context), row, context.Code))))
                    all.UnionWith(rule.Fields.Read.Names.Except(hidden).Select(f => $"{capability} {row} {f}"));
            }
        }

        return all;
    }

    private static bool Holds(PlanNode node, (string? Status, string? Creator) row, string code)
    {
        var actual = node.Name == "status" ? row.Status : row.Creator;
        return node.Kind switch
        {
            PlanNodeKind.All => node.Nodes.All(n => Holds(n, row, code)),
            PlanNodeKind.Any => node.Nodes.Any(n => Holds(n, row, code)),
            PlanNodeKind.OneOf => actual is not null && node.Values.Any(v => v.Text == actual),
            PlanNodeKind.NoneOf => actual is not null && node.Values.All(v => v.Text != actual),
            // Near to what the next one has made.
            PlanNodeKind.Related => row.Creator?[0] == code[0] + 1,
            PlanNodeKind.NotRelated => row.Creator?[0] != code[0] + 1,
            _ => throw new InvalidOperationException(),
        };
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
