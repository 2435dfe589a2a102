using Cks.Rbac;

namespace Cks.HubConfig.Tests;

public sealed class HubExperimentsTests
{
    private const string All = """ "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1000000 }] """;

    private static readonly HubExperiments Experiments = ExperimentWorld.Of($$"""
        "all": { {{All}} },
        "killed": { "kill": true, {{All}} },
        "later": { "window": { "from": "2026-12-01T12:01Z" }, {{All}} },
        "over": { "window": { "to": "2026-12-01T12:00Z" }, {{All}} },
        "flagged": { "flag": "on", {{All}} },
        "unflagged": { "flag": "off", {{All}} },
        "managers": { "audience": { "roles": ["manager"] }, {{All}} },
        "acme": { "audience": { "tenants": ["acme"], "roles": ["contractor"] }, {{All}} },
        "persons": { "audience": { "subjects": ["u1"] }, {{All}} },
        "typed": { "audience": { "attributes": { "type": ["robot"] } }, {{All}} },
        "none": { "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 0 }] },
        "outside": { "group": { "name": "g", "partsPerMillion": 0 }, {{All}} },
        "inside": { "group": { "name": "h", "partsPerMillion": 1000000 }, {{All}} },
        "tenants": { "unit": "tenant", {{All}} }
        """, "\"on\": {}, \"off\": { \"enabled\": false }");

    [Theory]
    [InlineData("all", "all: a, Enrolled")]
    [InlineData("All", "All: none, Unknown")]
    [InlineData("killed", "killed: none, Killed")]
    [InlineData("later", "later: none, NotYet")]
    [InlineData("over", "over: none, Over")]
    [InlineData("flagged", "flagged: a, Enrolled")]
    [InlineData("unflagged", "unflagged: none, FlagOff")]
    [InlineData("managers", "managers: none, NotInAudience")]
    [InlineData("acme", "acme: a, Enrolled")]
    [InlineData("persons", "persons: a, Enrolled")]
    [InlineData("typed", "typed: none, NotInAudience")]
    [InlineData("none", "none: none, NotEnrolled")]
    [InlineData("outside", "outside: none, OutsideGroup")]
    [InlineData("inside", "inside: a, Enrolled")]
    [InlineData("tenants", "tenants: a, Enrolled")]
    public void Assignment_says_why(string name, string expected) => Assert.Equal(expected, Experiments.Assign(name, FlagWorld.By()).ToString());

    [Fact]
    public void Who_has_no_unit_takes_part_in_nothing_and_never_by_chance()
    {
        var nobody = new FlagContext(Subject.Nobody.Context, FlagWorld.Noon);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal("all: none, NoUnit", Experiments.Assign("all", nobody).ToString()));
        Assert.Equal("persons: none, NotInAudience", Experiments.Assign("persons", nobody).ToString());
        Assert.Equal("tenants: none, NoUnit", Experiments.Assign("tenants", FlagWorld.By(tenant: "")).ToString());
        Assert.Equal("all: none, NoUnit", Experiments.Assign("all", default).ToString());
        Assert.Equal((null, AssignmentReason.Unknown, ""), (default(Assignment).Variant, default(Assignment).Reason, default(Assignment).Experiment));
    }

    [Fact]
    public void Assignment_takes_nothing_from_the_heap()
    {
        string[] names = [.. Experiments.Names, "unknown"];
        var context = FlagWorld.By("user_with_quite_a_long_identifier_of_more_than_100_characters_é_0123456789_0123456789_0123456789_0123456789");
        var enrolled = names.Count(n => Experiments.Assign(n, context).Variant is not null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            foreach (var name in names)
                enrolled += Experiments.Assign(name, context).Variant is null ? 0 : 1;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, enrolled % 1_001);
    }

    [Fact]
    public void Assignment_is_that_of_every_other_instance_and_of_the_hash()
    {
        var (one, other) = (ExperimentWorld.Of(ExperimentWorld.Title), ExperimentWorld.Of(ExperimentWorld.Title));
        Assert.All(Enumerable.Range(0, 1_000), i =>
        {
            var context = FlagWorld.By($"user-{i}");
            Assert.Equal(ExperimentHash.PartOf("title", $"user-{i}") < 500_000 ? "control" : "new", one.Assign("title", context).Variant);
            Assert.Equal(one.Assign("title", context), other.Assign("title", context));
        });
    }

    /// <summary>An answer that is remembered must be forgotten when the window of an experiment begins or ends.</summary>
    [Fact]
    public void S06_Windows_of_experiments_are_edges_of_the_hub()
    {
        var hub = ExperimentWorld.Read($$"""
            "e": { "window": { "from": "2026-12-01T13:00Z", "to": "2026-12-02T00:00Z" }, {{All}} }
            """).GetOrThrow();
        var (flags, experiments, edge) = (HubFlags.Of(hub), HubExperiments.Of(hub), FlagWorld.Noon.AddHours(1));
        Assert.Equal(edge, flags.NextEdge(FlagWorld.Noon));
        Assert.Equal((AssignmentReason.NotYet, AssignmentReason.Enrolled), (experiments.Assign("e", FlagWorld.By(now: edge.AddTicks(-1))).Reason, experiments.Assign("e", FlagWorld.By(now: edge)).Reason));
        Assert.Equal(FlagWorld.Noon.AddHours(12), flags.NextEdge(edge));
        Assert.Null(flags.NextEdge(FlagWorld.Noon.AddHours(12)));
    }
}
