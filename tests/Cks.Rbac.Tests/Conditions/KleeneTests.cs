using Cks.Core;
using Cks.Rbac.Tests.Policies;

namespace Cks.Rbac.Tests.Conditions;

/// <summary>The third value (S15), seen from outside: what a permit makes of a condition says whether it is true, what a deny makes of it whether it is false.</summary>
public sealed class KleeneTests
{
    private sealed record Thing(string? P, string? Q, decimal? N = null, DateTimeOffset? At = null, bool? Flag = null, string? Id = "1");

    /// <summary>Stands to "1" in every relation; with a fault it knows nothing.</summary>
    private sealed class Relations : IRelationResolver
    {
        public Exception? Fault { get; set; }

        public int Asked { get; private set; }

        public bool Answers(string resource, string relation) => true;

        public ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
        {
            Asked++;
            return Fault is null ? new(ids.Where(id => id == "1").ToHashSet()) : throw Fault;
        }
    }

    private static readonly CapabilityId Permitted = CapabilityId.Of("kleene:permit");
    private static readonly CapabilityId Denied = CapabilityId.Of("kleene:deny");
    private readonly Relations _relations = new();

    private PolicyDecisionPoint Decisions(string when) => new(
        new(PolicyText.Store($$"""
            { "version": 1, "resources": { "kleene": { "actions": ["permit", "deny"],
                "attributes": { "p": "text", "q": "text", "n": { "from": 0, "to": 9 }, "at": "time", "flag": "flag" }, "relations": { "kin": "resolved", "mine": { "p": "$code" } } } },
              "roles": { "r": { "permit": [{ "actions": ["kleene:permit"], "when": {{when}} }, { "actions": ["kleene:deny"] }], "deny": [{ "actions": ["kleene:deny"], "when": {{when}} }] } } }
            """), [], TimeProvider.System),
        new([new ResourceMap<Thing>("kleene").Id(t => t.Id).Attribute("p", t => t.P).Attribute("q", t => t.Q).Attribute("n", t => t.N).Attribute("at", t => t.At).Attribute("flag", t => t.Flag)]),
        new([_relations]), usesGrants: false);

    /// <summary>T, F or U; list and check say the same.</summary>
    private async Task<char> TruthAsync(string when, Thing thing, string code = "")
    {
        var decisions = Decisions(when);
        Subject subject = new("u", TenantId.Parse("main"), ["r"]) { Code = code };
        var token = TestContext.Current.CancellationToken;
        var (isTrue, isFalse) = ((await decisions.CheckAsync(subject, Permitted, thing, token)).IsPermitted, (await decisions.CheckAsync(subject, Denied, thing, token)).IsPermitted);
        Assert.Equal((isTrue, isFalse), ((await decisions.FilterAsync(subject, Permitted, [thing], token)).Count == 1, (await decisions.FilterAsync(subject, Denied, [thing], token)).Count == 1));
        Assert.False(isTrue && isFalse);
        return isTrue ? 'T' : isFalse ? 'F' : 'U';
    }

    private static string? ValueOf(char truth) => truth switch { 'T' => "1", 'F' => "0", _ => null };

    [Fact]
    public async Task S15_all_any_and_not_follow_the_tables_of_Kleene()
    {
        const string Order = "FUT";
        foreach (var p in Order)
        {
            foreach (var q in Order)
            {
                Thing thing = new(ValueOf(p), ValueOf(q));
                var (least, most) = (Order[Math.Min(Order.IndexOf(p), Order.IndexOf(q))], Order[Math.Max(Order.IndexOf(p), Order.IndexOf(q))]);
                Assert.Equal(least, await TruthAsync("""{ "p": "1", "q": "1" }""", thing));
                Assert.Equal(least, await TruthAsync("""{ "all": [{ "p": "1" }, { "q": "1" }] }""", thing));
                Assert.Equal(most, await TruthAsync("""{ "any": [{ "p": "1" }, { "q": "1" }] }""", thing));
                Assert.Equal(Order[2 - Order.IndexOf(most)], await TruthAsync("""{ "not": { "any": [{ "p": "1" }, { "q": "1" }] } }""", thing));
                Assert.Equal(Order[2 - Order.IndexOf(least)], await TruthAsync("""{ "not": { "p": "1", "q": "1" } }""", thing));
            }

            Assert.Equal(Order[2 - Order.IndexOf(p)], await TruthAsync("""{ "not": { "p": "1" } }""", new(ValueOf(p), null)));
            Assert.Equal(Order[2 - Order.IndexOf(p)], await TruthAsync("""{ "p": { "not": "1" } }""", new(ValueOf(p), null)));
            Assert.Equal(p, await TruthAsync("""{ "not": { "not": { "p": "1" } } }""", new(ValueOf(p), null)));
        }
    }

    [Theory]
    [InlineData("""{ "p": "1" }""")]
    [InlineData("""{ "p": ["1", "2", "$code"] }""")]
    [InlineData("""{ "p": { "not": ["1", "2"] } }""")]
    [InlineData("""{ "n": 1 }""")]
    [InlineData("""{ "n": { "not": 1 } }""")]
    [InlineData("""{ "n": { "lt": 9 } }""")]
    [InlineData("""{ "n": { "ge": 0 } }""")]
    [InlineData("""{ "any": [{ "n": { "lt": 5 } }, { "n": { "ge": 5 } }] }""")]
    [InlineData("""{ "at": { "gt": "2026-12-01T00:00:00Z" } }""")]
    [InlineData("""{ "at": { "le": "2026-12-01T00:00:00Z" } }""")]
    [InlineData("""{ "flag": [true, false] }""")]
    [InlineData("""{ "flag": { "not": true } }""")]
    [InlineData("""{ "is": "mine" }""")]
    [InlineData("""{ "not": { "is": "mine" } }""")]
    public async Task S15_every_comparison_with_a_missing_attribute_is_unknown(string when) => Assert.Equal('U', await TruthAsync(when, new(null, null), "c"));

    [Theory]
    [InlineData("""{ "p": "$code" }""", "x", 'U')]
    [InlineData("""{ "p": "$code" }""", "", 'U')]
    [InlineData("""{ "p": ["x", "$code"] }""", "x", 'T')]
    [InlineData("""{ "p": ["$code", "x"] }""", "x", 'T')]
    [InlineData("""{ "p": ["$code", "$id"] }""", "u", 'T')]
    [InlineData("""{ "p": ["x", "$code"] }""", "y", 'U')]
    [InlineData("""{ "p": { "not": ["x", "$code"] } }""", "x", 'F')]
    [InlineData("""{ "p": { "not": ["$code", "$id"] } }""", "u", 'F')]
    [InlineData("""{ "p": { "not": ["x", "$code"] } }""", "y", 'U')]
    [InlineData("""{ "is": "mine" }""", "x", 'U')]
    [InlineData("""{ "not": { "is": ["mine", "kin"] } }""", "x", 'F')]
    public async Task S15_a_value_that_the_subject_lacks_is_unknown_unless_another_matches(string when, string p, char truth) => Assert.Equal(truth, await TruthAsync(when, new(p, null)));

    [Theory]
    [InlineData("1", 'T')]
    [InlineData("2", 'F')]
    [InlineData(null, 'F')]
    public async Task S15_a_relation_has_two_values(string? id, char truth)
    {
        Assert.Equal(truth, await TruthAsync("""{ "is": "kin" }""", new(null, null, Id: id)));
        Assert.Equal(truth == 'T' ? 'F' : 'T', await TruthAsync("""{ "not": { "is": "kin" } }""", new(null, null, Id: id)));
    }

    [Theory]
    [InlineData("""{ "is": "kin" }""")]
    [InlineData("""{ "not": { "is": "kin" } }""")]
    [InlineData("""{ "any": [{ "p": "1" }, { "is": "kin" }] }""")]
    public async Task S15_a_relation_that_cannot_be_read_is_an_exception_and_never_missing(string when)
    {
        var decisions = Decisions(when);
        Subject subject = new("u", TenantId.Parse("main"), ["r"]);
        _relations.Fault = new TimeoutException();
        var token = TestContext.Current.CancellationToken;

        foreach (var capability in (CapabilityId[])[Permitted, Denied])
        {
            await Assert.ThrowsAsync<TimeoutException>(async () => await decisions.CheckAsync(subject, capability, new Thing("1", null), token));
            await Assert.ThrowsAsync<TimeoutException>(async () => await decisions.CheckAllAsync(subject, capability, [new Thing("1", null), new Thing("0", null)], token));
            await Assert.ThrowsAsync<TimeoutException>(async () => await decisions.FilterAsync(subject, capability, [new Thing("1", null)], token));
        }
    }

    [Fact]
    public async Task A_relation_is_asked_for_once_for_a_batch_and_not_at_all_for_an_empty_one()
    {
        var decisions = Decisions("""{ "is": "kin", "not": { "is": "kin", "p": "2" } }""");
        Subject subject = new("u", TenantId.Parse("main"), ["r"]);
        Thing[] things = [new("1", null), new("1", null, Id: "2"), new("1", null, Id: null), new("1", null)];

        var all = await decisions.CheckAllAsync(subject, Permitted, things, TestContext.Current.CancellationToken);
        Assert.Equal([true, false, false, true], all.Select(d => d.IsPermitted));
        Assert.Equal(1, _relations.Asked);
        Assert.Equal([things[0], things[3]], await decisions.FilterAsync(subject, Permitted, things, TestContext.Current.CancellationToken));
        Assert.Equal(2, _relations.Asked);
        Assert.Empty(await decisions.CheckAllAsync<Thing>(subject, Permitted, [], TestContext.Current.CancellationToken));
        Assert.Equal(2, _relations.Asked);
    }
}
