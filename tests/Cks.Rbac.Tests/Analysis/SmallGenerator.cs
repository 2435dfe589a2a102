using System.Text.Json.Nodes;

namespace Cks.Rbac.Tests.Analysis;

/// <summary>Makes random policies over a few topics, and others that differ a little.</summary>
internal sealed class SmallGenerator(Random random)
{
    private readonly HashSet<string> _topics = [];
    private int _ids;

    /// <summary>Two policies and the topics that they speak of.</summary>
    public (SmallPolicy Before, SmallPolicy After, IReadOnlyCollection<string> Topics) Pair()
    {
        _topics.Clear();
        // Few at a time, so that their product stays small; each with its turn.
        string[] attributes = ["status", "creator", "level", "total", "urgent", "due", "near"];
        _topics.UnionWith(random.GetItems(attributes, random.Next(1, 4)));
        if (_topics.Overlaps(["status", "creator"]))
            _topics.UnionWith(random.GetItems(["code", "id", "none"], 1).Where(t => t != "none"));
        if (_topics.Contains("code") && random.Next(3) == 0)
            _topics.Add("id");
        if (!_topics.Contains("id"))
            _topics.UnionWith(random.GetItems(["time", "step-up", "glass", "none", "none"], 1).Where(t => t != "none"));
        while (new SmallWorld(_topics).Size > 700 && _topics.Count > 1)
            _topics.Remove(_topics.ElementAt(random.Next(_topics.Count)));
        var before = Policy();
        return (before, random.Next(4) == 0 ? Policy() : Change(before), [.. _topics]);
    }

    private SmallPolicy Policy()
    {
        var inherits = random.Next(2) == 0;
        return new([
            new("a", [], [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Rule())]),
            new("b", inherits ? ["a"] : [], [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Rule())]),
        ]);
    }

    private SmallPolicy Change(SmallPolicy policy)
    {
        var at = random.Next(policy.Roles.Length);
        var role = policy.Roles[at];
        SmallRule[] rules = [.. role.Rules];
        switch (random.Next(7))
        {
            // The same of every resource, and no longer without one.
            case >= 4 when Array.FindIndex(rules, r => r is { When: null, Hides: false }) is >= 0 and var whole && _topics.Contains("near"):
                rules = [.. rules[..whole], rules[whole] with { When = new() { ["is"] = "near" } }, rules[whole] with { When = new() { ["not"] = new JsonObject { ["is"] = "near" } }, Id = $"r{_ids++}" }, .. rules[(whole + 1)..]];
                break;
            case 0:
                rules = [.. rules, Rule()];
                break;
            case 1 when rules.Length > 0:
                rules = [.. rules.Where((_, i) => i != 0)];
                break;
            default:
                if (rules.Length == 0)
                    return Policy();
                var one = random.Next(rules.Length);
                rules[one] = rules[one] with { When = random.Next(4) == 0 || !CanAsk ? null : Condition(2), Id = $"r{_ids++}" };
                break;
        }

        return new([.. policy.Roles.Select((r, i) => i == at ? r with { Rules = rules } : r)]);
    }

    private bool CanAsk => _topics.Overlaps(["status", "creator", "level", "total", "urgent", "due", "near"]);

    private SmallRule Rule()
    {
        var isDeny = random.Next(3) == 0;
        string[] actions = random.Next(5) switch { 0 => ["*"], 1 => ["look", "take"], 2 => ["take"], _ => ["look"] };
        var window = _topics.Contains("time") ? random.Next(4) : 0;
        return new($"r{_ids++}", isDeny, actions)
        {
            When = CanAsk && random.Next(6) > 0 ? Condition(2) : null,
            Fields = random.Next(isDeny ? 4 : 2) == 0 ? Fields(isDeny) : null,
            From = window is 1 or 3 ? 1 : null,
            Until = window is 2 or 3 ? 3 : null,
            NeedsStepUp = !isDeny && _topics.Contains("step-up") && random.Next(3) == 0,
            IsBreakGlass = !isDeny && _topics.Contains("glass") && random.Next(3) == 0,
        };
    }

    private JsonObject Fields(bool isDeny)
    {
        JsonArray Some(int set) => [.. ((string[])["f", "g"]).Where((_, i) => (set & 1 << i) != 0).Select(f => (JsonNode)f)];
        var read = random.Next(1, 4);
        var fields = new JsonObject { ["read"] = Some(read) };
        if (random.Next(2) == 0)
            fields["write"] = Some(random.Next(1, 4));
        if (random.Next(3) == 0)
            fields["filter"] = Some(isDeny ? random.Next(1, 4) : read & random.Next(4));
        return fields;
    }

    private JsonObject Condition(int depth)
    {
        var condition = new JsonObject();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            switch (depth > 0 ? random.Next(6) : 5)
            {
                case 0:
                    condition["not"] = Condition(depth - 1);
                    break;
                case 1:
                    condition["any"] = new JsonArray(Condition(depth - 1), Condition(depth - 1));
                    break;
                case 2:
                    condition["all"] = new JsonArray(Condition(depth - 1), Condition(depth - 1));
                    break;
                default:
                    AddTerm(condition);
                    break;
            }
        }

        return condition;
    }

    private void AddTerm(JsonObject condition)
    {
        string[] can = [.. _topics.Intersect(["status", "creator", "level", "total", "urgent", "due", "near"])];
        var name = can[random.Next(can.Length)];
        string[] own = [.. _topics.Intersect(["code", "id"]).Select(t => $"${t}")];
        JsonNode Time() => $"2026-01-0{random.Next(2, 5)}T00:00:00Z";
        condition[name == "near" ? "is" : name] = name switch
        {
            "near" => "near",
            "status" => Negated(Some(["x", "y", .. own])),
            "creator" => Negated(Some(["k", "l", .. own, .. own])),
            "urgent" => random.Next(2) == 0,
            "due" => Order(Time),
            "level" => random.Next(2) == 0 ? Order(() => random.Next(1, 4)) : Negated(random.Next(1, 4)),
            _ => random.Next(2) == 0 ? Order(() => random.Next(2) * 5) : Negated(random.Next(2) * 5),
        };
    }

    private JsonNode Some(string[] values) => random.Next(3) > 0 ? values[random.Next(values.Length)] : new JsonArray([.. random.GetItems(values, 2).Distinct().Select(v => (JsonNode)v)]);

    private JsonNode Negated(JsonNode value) => random.Next(3) > 0 ? value : new JsonObject { ["not"] = value };

    private JsonObject Order(Func<JsonNode> value)
    {
        var order = new JsonObject { [((string[])["lt", "le", "gt", "ge"])[random.Next(4)]] = value() };
        order[((string[])["lt", "le", "gt", "ge"])[random.Next(4)]] = value();
        return order;
    }
}
