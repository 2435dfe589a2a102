using System.Globalization;
using System.Text;
using Cks.Core;
using Cks.Rbac;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubFlagsTests
{
    private const string World = """
        "everybody": {},
        "off": { "enabled": false },
        "killed": { "kill": true, "enabled": false, "prerequisites": ["off"] },
        "both": { "partsPerMillion": 1000000 },
        "bothOff": {},
        "bothKilled": {},
        "rests": { "prerequisites": ["everybody", "plain"] },
        "restsOnOff": { "prerequisites": ["everybody", "chain"] },
        "chain": { "prerequisites": ["off"] },
        "later": { "window": { "from": "2026-12-01T12:01Z" } },
        "now": { "window": { "from": "2026-12-01T12:00Z", "to": "2026-12-01T12:00:01Z" } },
        "over": { "window": { "to": "2026-12-01T12:00Z" } },
        "berlin": { "window": { "from": "2026-12-01T13:00", "to": "2026-12-01T13:01", "zone": "Europe/Berlin" } },
        "managers": { "rules": [{ "id": "m", "roles": ["manager", "center"] }] },
        "acme": { "rules": [{ "id": "not", "tenants": ["acme"], "subjects": ["u2"], "partsPerMillion": 0 }, { "id": "acme", "tenants": ["acme"] }] },
        "persons": { "rules": [{ "id": "p", "subjects": ["u1", "u3"] }] },
        "gold": { "rules": [{ "id": "g", "attributes": { "plan": ["gold", "silver"], "type": ["user"] } }] },
        "code": { "rules": [{ "id": "c", "attributes": { "code": ["CON-010"], "test": ["false"] } }] },
        "ramp": { "hash": "xxh3-64", "rules": [{ "id": "soon", "window": { "from": "2027-01-01T00:00Z" } }, { "id": "acme", "tenants": ["acme"], "partsPerMillion": 993449 }], "partsPerMillion": 993448, "seed": "newCalendar" },
        "byTenant": { "hash": "xxh3-64", "partsPerMillion": 855851, "seed": "z.z_z-9", "unit": "tenant" }
        """;

    private const string Features = """ "plain": { "enabled": true }, "plainOff": { "enabled": false }, "plainKilled": { "enabled": true, "kill": true }, "both": { "enabled": true }, "bothOff": { "enabled": false }, "bothKilled": { "enabled": true, "kill": true } """;

    private static readonly HubFlags Flags = FlagWorld.Flags(World, Features);

    [Theory]
    [InlineData("none", "off: Unknown")]
    [InlineData("Everybody", "off: Unknown")]
    [InlineData("everybody", "on: Everybody")]
    [InlineData("plain", "on: Everybody")]
    [InlineData("plainOff", "off: Disabled")]
    [InlineData("plainKilled", "off: Killed")]
    [InlineData("off", "off: Disabled")]
    [InlineData("killed", "off: Killed")]
    [InlineData("both", "on: Everybody")]
    [InlineData("bothOff", "off: Disabled")]
    [InlineData("bothKilled", "off: Killed")]
    [InlineData("rests", "on: Everybody")]
    [InlineData("restsOnOff", "off: PrerequisiteOff, off")]
    [InlineData("chain", "off: PrerequisiteOff, off")]
    [InlineData("later", "off: NotYet")]
    [InlineData("now", "on: Everybody")]
    [InlineData("over", "off: Over")]
    [InlineData("berlin", "on: Everybody")]
    [InlineData("managers", "off: NoRule")]
    [InlineData("acme", "on: Rule, rule acme")]
    [InlineData("persons", "on: Rule, rule p")]
    [InlineData("gold", "off: NoRule")]
    [InlineData("code", "off: NoRule")]
    [InlineData("ramp", "on: InShare, rule acme")]
    [InlineData("byTenant", "on: InShare")]
    public void Answer_says_why(string name, string expected) => Assert.Equal(expected, Flags.Evaluate(name, FlagWorld.By()).ToString());

    [Fact]
    public void Who_asks_and_when_decides()
    {
        Assert.Equal("on: Rule, rule m", Flags.Evaluate("managers", FlagWorld.By(roles: ["crew", "center"])).ToString());
        Assert.Equal("off: NoRule", Flags.Evaluate("managers", FlagWorld.By(roles: ["Manager"])).ToString());
        Assert.Equal("off: Rule, rule not", Flags.Evaluate("acme", FlagWorld.By("u2")).ToString());
        Assert.Equal("off: NoRule", Flags.Evaluate("acme", FlagWorld.By("u2", "other")).ToString());
        Assert.Equal("off: OutsideShare", Flags.Evaluate("ramp", FlagWorld.By(tenant: "other")).ToString());
        Assert.Equal("on: Rule, rule soon", Flags.Evaluate("ramp", FlagWorld.By(tenant: "other", now: FlagWorld.Noon.AddMonths(1))).ToString());
        Assert.Equal("off: Over", Flags.Evaluate("now", FlagWorld.By(now: FlagWorld.Noon.AddSeconds(1))).ToString());
        Assert.Equal("off: NotYet", Flags.Evaluate("berlin", FlagWorld.By(now: FlagWorld.Noon.AddTicks(-1))).ToString());
        Assert.Equal("on: Everybody", Flags.Evaluate("later", FlagWorld.By(now: FlagWorld.Noon.AddMinutes(1).ToOffset(TimeSpan.FromHours(9)))).ToString());
    }

    [Fact]
    public void Attributes_are_those_of_the_subject_first_and_then_those_that_the_application_gives()
    {
        var subject = new Subject("u1", TenantId.Parse("acme"), ["contractor"]) { Code = "CON-010" };
        var given = new Dictionary<string, string> { ["plan"] = "silver", ["code"] = "CON-011", ["type"] = "robot", ["test"] = "true" };
        var context = new FlagContext(subject.Context, FlagWorld.Noon) { Attributes = given };
        Assert.True(Flags.IsOn("gold", context));
        Assert.True(Flags.IsOn("code", context));
        Assert.False(Flags.IsOn("code", new(new Subject("u1", TenantId.Parse("acme"), []) { Code = "CON-010", IsTest = true }.Context, FlagWorld.Noon)));
        given["plan"] = "";
        Assert.False(Flags.IsOn("gold", context));
    }

    [Fact]
    public void Nobody_is_in_no_share_and_never_by_chance()
    {
        var nobody = new FlagContext(Subject.Nobody.Context, FlagWorld.Noon);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal("off: NoUnit", Flags.Evaluate("ramp", nobody).ToString()));
        Assert.Equal("off: NoUnit", Flags.Evaluate("byTenant", FlagWorld.By(tenant: "")).ToString());
        Assert.Equal("off: NoUnit", Flags.Evaluate("ramp", default).ToString());
        // None and all need no unit.
        Assert.True(Flags.IsOn("everybody", default));
        Assert.Equal("off: NoRule", Flags.Evaluate("acme", nobody).ToString());
        Assert.Equal("off: NoRule", Flags.Evaluate("gold", default).ToString());
    }

    [Fact]
    public void Default_answer_is_off() => Assert.Equal((false, FlagReason.Unknown), (default(FlagAnswer).IsOn, default(FlagAnswer).Reason));

    [Fact]
    public void Question_takes_nothing_from_the_heap()
    {
        string[] names = [.. Flags.Names, "none"];
        FlagId[] ids = [.. names.Select(FlagId.Of)];
        var context = FlagWorld.By("user_with_quite_a_long_identifier_of_more_than_100_characters_é_0123456789_0123456789_0123456789_0123456789");
        var on = names.Count(n => Flags.IsOn(n, context)) + ids.Count(i => Flags.IsOn(i, context));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            foreach (var name in names)
                on += Flags.Evaluate(name, context).IsOn ? 1 : 0;
        for (var i = 0; i < 1_000; i++)
            foreach (var id in ids)
                on += Flags.IsOn(id, context) ? 1 : 0;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, on % 1_001);
    }

    [Fact]
    public void Question_by_id_has_the_answer_of_the_question_by_name()
    {
        var flags = FlagWorld.Flags(World, Features);
        Assert.All(flags.Names.Append("none"), n => Assert.Equal(flags.Evaluate(n, FlagWorld.By()), flags.Evaluate(FlagId.Of(n), FlagWorld.By())));
        Assert.All(flags.Names.Append("none"), n => Assert.Equal(flags.IsOn(n, FlagWorld.By()), flags.IsOn(FlagId.Of(n), FlagWorld.By())));
        Assert.Equal(default, flags.Evaluate(default(FlagId), FlagWorld.By()));
        Assert.Equal((FlagId.Of("everybody"), "everybody", ""), (FlagId.Of("everybody"), FlagId.Of("everybody").ToString(), default(FlagId).Name));
        Assert.Throws<ArgumentException>(() => FlagId.Of("a b"));
    }

    /// <summary>What documents name does not stay in the process.</summary>
    [Fact]
    public void Documents_add_no_ids()
    {
        var flags = FlagWorld.Flags("\"onlyOfThisDocument\": {}");
        Assert.True(flags.IsOn("onlyOfThisDocument", FlagWorld.By()));
        Assert.DoesNotContain(FlagId.Known, i => i.Name == "onlyOfThisDocument");
    }

    /// <summary>An answer that is remembered must be forgotten at the next moment at which the clock alone changes it.</summary>
    [Fact]
    public void S06_Between_two_edges_no_answer_changes_by_the_time()
    {
        var edges = new List<DateTimeOffset>();
        for (DateTimeOffset? at = DateTimeOffset.MinValue; (at = Flags.NextEdge(at.Value)) is { } edge;)
            edges.Add(edge);
        Assert.Equal(edges.Distinct().Order(), edges);
        Assert.Equal(4, edges.Count);
        // Everything up to two seconds around each edge: between two moments with no edge after the first no answer changes, and over each edge one does.
        long[] around = [-20_000_000, -10_000_000, -1, 0, 1, 10_000_000, 20_000_000];
        foreach (var edge in edges)
        {
            DateTimeOffset[] moments = [.. around.Select(edge.AddTicks)];
            foreach (var tenant in (string[])["acme", "other"])
                for (var i = 0; i < moments.Length; i++)
                    for (var j = i + 1; j < moments.Length; j++)
                        if (Flags.NextEdge(moments[i]) is not { } next || next > moments[j])
                            Assert.All(Flags.Names, n => Assert.Equal(Flags.Evaluate(n, FlagWorld.By(tenant: tenant, now: moments[i])), Flags.Evaluate(n, FlagWorld.By(tenant: tenant, now: moments[j]))));
            Assert.Contains(Flags.Names, n => Flags.Evaluate(n, FlagWorld.By(tenant: "other", now: edge.AddTicks(-1))) != Flags.Evaluate(n, FlagWorld.By(tenant: "other", now: edge)));
        }
    }

    /// <summary>What a flag can depend on is the record that caches are keyed by, the time, and what code hands over: equal contexts have equal answers.</summary>
    [Fact]
    public void S06_Equal_decision_contexts_have_equal_answers()
    {
        Assert.Equal(
            ["Attributes", "Now", "Who"],
            typeof(FlagContext).GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public).Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(typeof(DecisionContext), typeof(FlagContext).GetProperty("Who")!.PropertyType);
        // Of another reading of the same document, and by what no key holds: the name of who asks and what their roles are called in another list.
        var (other, moved) = (FlagWorld.Flags(World, Features), new DecisionContextTwin());
        Assert.All(Flags.Names, n => Assert.Equal(Flags.Evaluate(n, new(moved.One, FlagWorld.Noon)), other.Evaluate(n, new(moved.Other, FlagWorld.Noon))));
    }

    /// <summary>Two contexts that are equal and no one object.</summary>
    private sealed class DecisionContextTwin
    {
        public DecisionContext One { get; } = Make();

        public DecisionContext Other { get; } = Make();

        private static DecisionContext Make() => new Subject(new string("u1"), TenantId.Parse("acme"), new List<string> { "contractor", "crew" }) { Code = "CON-010" }.Context;
    }

    /// <summary>Who says no moment finds every window closed: one that only ends, too.</summary>
    [Fact]
    public void Context_without_a_moment_is_in_no_window()
    {
        var flags = FlagWorld.Flags("""
            "ends": { "window": { "to": "2026-12-01T00:00Z" } }, "begins": { "window": { "from": "2026-12-01T00:00Z" } }, "rule": { "rules": [{ "id": "r", "window": { "to": "2026-12-01T00:00Z" } }] }, "always": {}
            """);
        var context = FlagWorld.By(now: default(DateTimeOffset));
        Assert.Equal(("off: NotYet", "off: NotYet", "off: NoRule", "on: Everybody"), (flags.Evaluate("ends", context).ToString(), flags.Evaluate("begins", context).ToString(), flags.Evaluate("rule", context).ToString(), flags.Evaluate("always", context).ToString()));
    }

    /// <summary>A document made by a program may hold what the reader refuses; nobody is still nobody.</summary>
    [Fact]
    public void Nobody_is_none_of_the_subjects_of_a_rule()
    {
        var hub = FlagWorld.Read("\"f\": {}").GetOrThrow();
        var flags = HubFlags.Of(hub with { Flags = new Dictionary<string, FeatureFlag> { ["f"] = new() { Rules = [new("r") { Subjects = [""] }] } } });
        Assert.Equal("off: NoRule", flags.Evaluate("f", new(Subject.Nobody.Context, FlagWorld.Noon)).ToString());
    }

    /// <summary>Each level rests on both of the level below: 2 to the power of 24 ways, and each flag is asked once.</summary>
    [Fact]
    public void Flags_that_rest_on_each_other_in_many_ways_cost_each_of_them_once()
    {
        var text = new StringBuilder("\"a0\": {}, \"b0\": {}");
        for (var i = 1; i < 25; i++)
            text.Append(CultureInfo.InvariantCulture, $", \"a{i}\": {{ \"prerequisites\": [\"a{i - 1}\", \"b{i - 1}\"] }}, \"b{i}\": {{ \"prerequisites\": [\"b{i - 1}\", \"a{i - 1}\"] }}");
        var flags = FlagWorld.Flags(text.ToString());
        for (var i = 0; i < 1_000; i++)
            Assert.True(flags.IsOn("a24", FlagWorld.By()));
    }

    /// <summary>On is exactly what the rules say, worked out once more from the records by the plainest means.</summary>
    [Fact]
    public void Answers_are_those_of_a_plain_reading_of_the_records()
    {
        string[] names = ["f0", "f1", "f2", "f3", "f4", "f9"];
        var (on, off) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            // f9 has a feature of its name that is off.
            var hub = FlagWorld.Read(string.Join(",", names.Select((n, i) => $"\"{n}\": {Random(random, [.. names.Take(i)])}")), """ "f0": { "enabled": true }, "f9": { "enabled": false } """).GetOrThrow();
            var flags = HubFlags.Of(hub);
            for (var ask = 0; ask < 20; ask++)
            {
                // Nobody, now and then.
                var id = random.Next(5) is var u and < 4 ? $"u{u}" : "";
                var context = FlagWorld.By(id, random.Next(2) == 0 ? "acme" : "other", FlagWorld.Noon.AddHours(random.Next(-3, 3)), random.Next(2) == 0 ? "manager" : "crew") with
                {
                    Attributes = random.Next(2) == 0 ? null : new Dictionary<string, string> { ["plan"] = random.Next(2) == 0 ? "gold" : "silver" },
                };
                foreach (var name in names)
                {
                    var isOn = Plain(hub, name, context);
                    Assert.Equal(isOn, flags.IsOn(name, context));
                    (on, off) = isOn ? (on + 1, off) : (on, off + 1);
                }
            }
        }

        Assert.True(on > 2_000 && off > 2_000, $"{on} on, {off} off");
    }

    private static string Random(Random random, string[] before)
    {
        var parts = new List<string> { "\"hash\": \"xxh3-64\"" };
        if (random.Next(8) == 0)
            parts.Add("\"kill\": true");
        if (random.Next(8) == 0)
            parts.Add("\"enabled\": false");
        if (random.Next(3) == 0)
            parts.Add("\"unit\": \"tenant\"");
        if (random.Next(3) == 0)
            parts.Add("\"seed\": \"s\"");
        if (before.Length > 0 && random.Next(3) == 0)
            parts.Add($"\"prerequisites\": [\"{before[random.Next(before.Length)]}\"]");
        if (random.Next(4) == 0)
            parts.Add("\"window\": { \"from\": \"2026-12-01T11:00Z\", \"to\": \"2026-12-01T14:00Z\" }");
        if (random.Next(2) == 0)
            parts.Add($$"""
                "rules": [{ "id": "a", "roles": ["manager"]{{(random.Next(2) == 0 ? ", \"tenants\": [\"acme\"]" : "")}}, "partsPerMillion": {{random.Next(3) * 500_000}} }, { "id": "c", "attributes": { "plan": ["gold"] }, "window": { "from": "2026-12-01T11:00Z" }, "partsPerMillion": 700000 }, { "id": "b", "subjects": ["u1", "u2"] }]
                """);
        if (random.Next(2) == 0)
            parts.Add($"\"partsPerMillion\": {random.Next(5) * 250_000}");
        return $"{{ {string.Join(", ", parts)} }}";
    }

    private static bool Plain(HubDefinition hub, string name, FlagContext context)
    {
        var (flag, who) = (hub.Flags[name], context.Who!);
        if (flag.Kill || !flag.Enabled || hub.Features.GetValueOrDefault(name) is { Enabled: false } || flag.Prerequisites.Any(p => !Plain(hub, p, context)) || context.Now < flag.Window.From || context.Now >= flag.Window.To)
            return false;
        var rule = flag.Rules.FirstOrDefault(r =>
            (r.Roles.Length == 0 || r.Roles.Any(who.Roles.Contains)) && (r.Tenants.Length == 0 || r.Tenants.Contains(who.Tenant.Value)) && (r.Subjects.Length == 0 || r.Subjects.Contains(who.Id))
            && r.Attributes.All(a => context.Attributes is { } given && given.TryGetValue(a.Key, out var value) && a.Value.Contains(value))
            && !(context.Now < r.Window.From) && !(context.Now >= r.Window.To));
        var share = rule?.PartsPerMillion ?? flag.PartsPerMillion ?? (flag.Rules.Length == 0 ? 1_000_000 : 0);
        var unit = flag.Unit == FlagUnit.Tenant ? who.Tenant.Value! : who.Id;
        return share == 1_000_000 || (share > 0 && unit.Length > 0 && FlagHash.PartOf(flag.Seed ?? name, unit) < share);
    }
}
