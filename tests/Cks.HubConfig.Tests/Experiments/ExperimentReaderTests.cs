namespace Cks.HubConfig.Tests;

public sealed class ExperimentReaderTests
{
    private const string Two = """ "variants": [{ "id": "a", "partsPerMillion": 1 }, { "id": "b", "partsPerMillion": 1 }] """;

    [Theory]
    [InlineData("""{ "hash": "xxh3-64" }""", "CKS105", "\"variants\" is missing")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [] }""", "CKS418", "has 0 variants")]
    [InlineData("""{ "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS105", "\"hash\" is missing")]
    [InlineData("""{ "hash": "xxh3-65", "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS417", "Did you mean \"xxh3-64\"")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [{ "id": "a" }] }""", "CKS105", "\"partsPerMillion\" is missing")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1000001 }] }""", "CKS417", "no share of a million")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 500001 }, { "id": "b", "partsPerMillion": 499999 }] }""", "CKS418", "(from 0) and \"b\" (from 500000) meet")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 10 }, { "id": "b", "from": 9, "partsPerMillion": 1 }] }""", "CKS418", "meet")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [{ "id": "a", "from": 999999, "partsPerMillion": 2 }] }""", "CKS418", "ends at 1000001")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1 }, { "id": "a", "partsPerMillion": 1 }] }""", "CKS402", "is taken")]
    [InlineData("""{ "hash": "xxh3-64", "flag": "messagin", "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS418", "Did you mean \"messaging\"")]
    [InlineData("""{ "hash": "xxh3-64", "audience": {}, "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS418", "names nobody")]
    [InlineData("""{ "hash": "xxh3-64", "audience": { "roles": [] }, "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS401", "is empty")]
    [InlineData("""{ "hash": "xxh3-64", "unit": "session", "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS417", "is no unit")]
    [InlineData("""{ "hash": "xxh3-64", "window": {}, "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS416", "neither begins nor ends")]
    [InlineData("""{ "hash": "xxh3-64", "group": { "name": "g", "from": 500000, "partsPerMillion": 500001 }, "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS418", "ends at 1000001")]
    [InlineData("""{ "hash": "xxh3-64", "kil": true, "variants": [{ "id": "a", "partsPerMillion": 1 }] }""", "CKS106", "Did you mean \"kill\"")]
    [InlineData("""{ "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": 1, "overlay": [] }] }""", "CKS425", "and not all of it")]
    public void What_cannot_be_right_is_refused_with_its_place(string experiment, string code, string says)
    {
        var finding = Assert.Single(ExperimentWorld.Read($"\"e\": {experiment}", features: """ "messaging": { "enabled": true } """).Diagnostics);
        Assert.Equal(code, finding.Code.Id);
        Assert.Contains(says, finding.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("/experiments/", finding.Location.Pointer, StringComparison.Ordinal);
    }

    [Fact]
    public void Experiments_of_one_group_that_meet_or_count_different_units_are_refused()
    {
        Assert.Contains("the same units of the group", Says(0, 500_000, "subject", 499_999), StringComparison.Ordinal);
        Assert.Contains("different units", Says(0, 500_000, "tenant", 500_000), StringComparison.Ordinal);
        Assert.Equal("", Says(0, 500_000, "subject", 500_000));

        static string Says(int from, int parts, string unit, int next) => string.Join('\n', ExperimentWorld.Read(string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
            "one": { "hash": "xxh3-64", "group": { "name": "g", "from": {{from}}, "partsPerMillion": {{parts}} }, {{Two}} },
            "other": { "hash": "xxh3-64", "unit": "{{unit}}", "group": { "name": "g", "from": {{next}}, "partsPerMillion": 10 }, {{Two}} }
            """)).Diagnostics);
    }

    [Fact]
    public void Experiment_is_read_into_its_record()
    {
        var experiment = ExperimentWorld.Read("""
            "e": { "kill": true, "flag": "f", "audience": { "roles": ["manager"], "tenants": ["acme"], "attributes": { "type": ["user"] } }, "window": { "from": "2026-12-01T08:00", "zone": "Europe/Berlin" },
                   "group": { "name": "g", "from": 5, "partsPerMillion": 7 }, "hash": "xxh3-64", "seed": "old", "unit": "tenant",
                   "variants": [{ "id": "a", "partsPerMillion": 3 }, { "id": "b", "partsPerMillion": 4, "overlay": {} }, { "id": "c", "from": 900000, "partsPerMillion": 5 }] }
            """, "\"f\": {}").GetOrThrow().Experiments["e"];
        Assert.Equal((true, "f", "old", FlagUnit.Tenant, new ExperimentGroup("g", 5, 7)), (experiment.Kill, experiment.Flag, experiment.Seed, experiment.Unit, experiment.Group));
        Assert.Equal(("manager", "acme", "user"), (experiment.Audience!.Roles.Single(), experiment.Audience.Tenants.Single(), experiment.Audience.Attributes["type"].Single()));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 7, 0, 0, TimeSpan.Zero), experiment.Window.From);
        Assert.Equal([("a", 0, 3, false), ("b", 333_333, 4, true), ("c", 900_000, 5, false)], experiment.Variants.Select(v => (v.Id, v.From, v.PartsPerMillion, v.HasOverlay)));
    }

    [Fact]
    public void Role_of_an_audience_that_the_policy_does_not_know_is_found()
    {
        var hub = ExperimentWorld.Read($$"""
            "e": { "hash": "xxh3-64", "audience": { "roles": ["manager", "manger"] }, {{Two}} }
            """).GetOrThrow();
        var finding = Assert.Single(new HubValidator(null, Portal.Policy).Validate(hub));
        Assert.Equal(("CKS201", "/experiments/e/audience/roles/1"), (finding.Code.Id, finding.Location.Pointer));
    }

    [Fact]
    public void Schema_of_version_2_accepts_what_the_reader_accepts()
    {
        var text = System.Text.Encoding.UTF8.GetBytes(ExperimentWorld.Text("""
            "e": { "kill": false, "flag": "f", "audience": { "roles": ["manager"], "tenants": ["acme"], "subjects": ["u1"], "attributes": { "type": ["user"] } }, "window": { "to": "2027-01-01T00:00Z" },
                   "group": { "name": "g", "from": 0, "partsPerMillion": 7 }, "hash": "xxh3-64", "seed": "old", "unit": "tenant",
                   "variants": [{ "id": "a", "from": 0, "partsPerMillion": 3, "overlay": { "navigation": { "sidebarItems": [{ "id": "jobs", "$position": "first" }] } } }] }
            """, "\"f\": {}"));
        Assert.Empty(HubDefinitionReader.Read("hub.json", text).Diagnostics);
        Assert.Empty(HubSchema.Compiled(2).Validate("hub.json", text));
    }

    [Fact]
    public void Version_1_has_no_experiments_and_keeps_those_of_version_2_for_the_way_back()
    {
        var two = System.Text.Encoding.UTF8.GetBytes(ExperimentWorld.Text(ExperimentWorld.Title));
        var down = HubMigrator.Migrate("hub.json", two, 1);
        Assert.Equal(("CKS407", "/experiments/title"), (Assert.Single(down.Diagnostics).Code.Id, down.Diagnostics[0].Location.Pointer));
        Assert.False(System.Text.Json.JsonDocument.Parse(down.GetOrThrow().Utf8).RootElement.TryGetProperty("experiments", out _));
        var up = HubMigrator.Migrate("hub.json", down.GetOrThrow().Utf8, 2).GetOrThrow();
        Assert.Equal(["control", "new"], HubDefinitionReader.Read("hub.json", up.Utf8).GetOrThrow().Experiments["title"].Variants.Select(v => v.Id));
    }

    [Fact]
    public void Difference_of_experiments_is_told()
    {
        var change = Assert.Single(HubDiff.Between(ExperimentWorld.Read(ExperimentWorld.Title).GetOrThrow(), ExperimentWorld.Read(ExperimentWorld.Title.Replace("\"hash\"", "\"kill\": true, \"hash\"", StringComparison.Ordinal)).GetOrThrow()).Changes);
        Assert.Equal(("/experiments/title/kill", HubRisk.Other), (change.Pointer, change.Risk));
    }
}
