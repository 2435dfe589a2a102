using System.Globalization;
using System.Text;

namespace Cks.HubConfig.Tests;

public sealed class FlagReaderTests
{
    [Theory]
    [InlineData("""{ "prerequisites": ["messagin"] }""", "CKS415", "Did you mean \"messaging\"")]
    [InlineData("""{ "prerequisites": ["f"] }""", "CKS415", "rest on each other")]
    [InlineData("""{ "prerequisites": ["g"] }, "g": { "prerequisites": ["h"] }, "h": { "prerequisites": ["f"] }""", "CKS415", "rest on each other")]
    [InlineData("""{ "window": { "from": "2026-12-02T00:00Z", "to": "2026-12-01T00:00Z" } }""", "CKS416", "ends before it begins")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00Z", "to": "2026-12-01T00:00Z" } }""", "CKS416", "ends before it begins")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00", "zone": "Europe/Berlim" } }""", "CKS416", "Did you mean \"Europe/Berlin\"")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00" } }""", "CKS416", "is no time here")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00Z", "zone": "Europe/Berlin" } }""", "CKS416", "is no time here")]
    [InlineData("""{ "window": { "from": "2026-13-01T00:00Z" } }""", "CKS416", "is no time here")]
    [InlineData("""{ "window": { "from": "2026-03-29T02:30", "zone": "Europe/Berlin" } }""", "CKS416", "put forward")]
    [InlineData("""{ "window": { "from": "2026-10-25T02:30", "zone": "Europe/Berlin" } }""", "CKS416", "2026-10-25T00:30:00Z and 2026-10-25T01:30:00Z")]
    [InlineData("""{ "window": { "from": "9999-12-31T23:59", "zone": "America/New_York" } }""", "CKS416", "is no time here")]
    [InlineData("""{ "window": { "from": "2024-02-29T23:30", "zone": "Asia/Almaty" } }""", "CKS416", "2024-02-29T17:30:00Z and 2024-02-29T18:30:00Z")]
    [InlineData("""{ "window": { "from": "2011-12-30T12:00", "zone": "Pacific/Apia" } }""", "CKS416", "put forward")]
    [InlineData("""{ "window": { "from": "2026-03-29T01:30", "zone": "Europe/Dublin" } }""", "CKS416", "put forward")]
    [InlineData("""{ "window": { "from": "2026-10-25T01:30", "zone": "Europe/Dublin" } }""", "CKS416", "2026-10-25T00:30:00Z and 2026-10-25T01:30:00Z")]
    [InlineData("""{ "window": { "from": "2026-02-15T02:30", "zone": "Africa/Casablanca" } }""", "CKS416", "2026-02-15T01:30:00Z and 2026-02-15T02:30:00Z")]
    [InlineData("""{ "window": { "from": "2026-03-22T02:30", "zone": "Africa/Casablanca" } }""", "CKS416", "put forward")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00", "zone": "localtime" } }""", "CKS416", "no zone")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00", "zone": "right/Europe/Berlin" } }""", "CKS416", "no zone")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00", "zone": "CET" } }""", "CKS416", "no zone")]
    [InlineData("""{ "window": { "from": "2026-12-01T00:00", "zone": "Europe/../Berlin" } }""", "CKS416", "no zone")]
    [InlineData("""{ "window": {} }""", "CKS416", "neither begins nor ends")]
    [InlineData("""{ "rules": [{ "id": "r", "window": { "to": "soon" } }] }""", "CKS416", "is no time here")]
    [InlineData("""{ "hash": "xxh3-64", "partsPerMillion": 1000001 }""", "CKS417", "no share of a million")]
    [InlineData("""{ "hash": "xxh3-64", "partsPerMillion": -1 }""", "CKS417", "no share of a million")]
    [InlineData("""{ "rules": [{ "id": "r", "partsPerMillion": 1000001 }] }""", "CKS417", "no share of a million")]
    [InlineData("""{ "partsPerMillion": 500000 }""", "CKS417", "names no hash")]
    [InlineData("""{ "rules": [{ "id": "r", "partsPerMillion": 1 }] }""", "CKS417", "names no hash")]
    [InlineData("""{ "hash": "xxh3-65", "partsPerMillion": 1 }""", "CKS417", "Did you mean \"xxh3-64\"")]
    [InlineData("""{ "unit": "person" }""", "CKS417", "is no unit")]
    [InlineData("""{ "rules": [{ "id": "r", "tenants": ["a"] }, { "id": "r", "tenants": ["b"] }] }""", "CKS402", "is taken")]
    [InlineData("""{ "rules": [{ "id": "r", "roles": [] }] }""", "CKS401", "is empty")]
    [InlineData("""{ "rules": [{ "id": "r", "subjects": [""] }] }""", "CKS104", "blank")]
    [InlineData("""{ "rules": [{ "id": "r" }] }""", "CKS401", "one for everybody")]
    [InlineData("""{ "hash": "xxh3-64", "rules": [{ "id": "r", "partsPerMillion": 0 }, { "id": "s", "roles": ["manager"] }] }""", "CKS401", "one for everybody")]
    [InlineData("""{ "rules": [{ "roles": ["manager"] }] }""", "CKS105", "\"id\" is missing")]
    [InlineData("""{ "kil": true }""", "CKS106", "Did you mean \"kill\"")]
    [InlineData("""{ "kill": "yes" }""", "CKS104", "true or false")]
    [InlineData("""{ "partsPerMillion": 0.5 }""", "CKS104", "whole number")]
    [InlineData("""{ "seed": "a b" }""", "CKS203", "name is not allowed")]
    [InlineData("""true""", "CKS104", "object")]
    public void What_cannot_be_right_is_refused_with_its_place(string flag, string code, string says)
    {
        var findings = FlagWorld.Read($"\"f\": {flag}", """ "messaging": { "enabled": true } """).Diagnostics;
        var finding = Assert.Single(findings);
        Assert.Equal(code, finding.Code.Id);
        Assert.Contains(says, finding.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("/flags/", finding.Location.Pointer, StringComparison.Ordinal);
    }

    [Fact]
    public void Flag_that_rests_on_too_many_is_refused_and_so_is_a_long_circle_without_a_deep_stack()
    {
        var chain = string.Join(", ", Enumerable.Range(0, 60).Select(i => i == 0 ? "\"f0\": {}" : string.Create(CultureInfo.InvariantCulture, $"\"f{i}\": {{ \"prerequisites\": [\"f{i - 1}\"] }}")));
        Assert.Contains("rests on more than 50 others", Assert.Single(FlagWorld.Read(chain).Diagnostics, d => d.Location.Pointer.Contains("f51", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
        var circle = string.Join(", ", Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"f{i}\": {{ \"prerequisites\": [\"f{(i + 499) % 500}\"] }}")));
        Assert.Contains(FlagWorld.Read(circle).Diagnostics, d => d.Message.Contains("rest on each other", StringComparison.Ordinal));
    }

    [Fact]
    public void Document_that_was_not_read_without_an_error_has_no_flags() =>
        Assert.Throws<ArgumentException>(() => HubFlags.Of(new HubDefinition
        {
            Metadata = new("r", "1", "R", null, default!),
            Navigation = new([], []),
            Dashboard = new("grid", []),
            Permissions = new Dictionary<string, bool>(),
            Features = new Dictionary<string, HubFeature>(),
            DataFetching = new(new Dictionary<string, HubPath>(), new Dictionary<string, HubCacheRule>()),
            Flags = new Dictionary<string, FeatureFlag> { ["f"] = new() { Prerequisites = ["g"] } },
        }));

    /// <summary>What is no summer time is one all the same: the standard time moved, or goes back in the month of fasting.</summary>
    [Theory]
    [InlineData("2024-02-29T22:59", "Asia/Almaty", "2024-02-29T16:59:00Z")]
    [InlineData("2024-03-01T00:00", "Asia/Almaty", "2024-02-29T19:00:00Z")]
    [InlineData("2011-12-29T23:59", "Pacific/Apia", "2011-12-30T09:59:00Z")]
    [InlineData("2011-12-31T00:00", "Pacific/Apia", "2011-12-30T10:00:00Z")]
    [InlineData("2026-02-15T03:00", "Africa/Casablanca", "2026-02-15T03:00:00Z")]
    [InlineData("2026-07-01T12:00", "Europe/Dublin", "2026-07-01T11:00:00Z")]
    [InlineData("2026-07-01T12:00", "UTC", "2026-07-01T12:00:00Z")]
    public void Clock_of_a_zone_is_worked_out(string time, string zone, string utc) => Assert.Equal(
        utc,
        FlagWorld.Read($$"""
            "f": { "window": { "from": "{{time}}", "zone": "{{zone}}" } }
            """).GetOrThrow().Flags["f"].Window.From!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    [Fact]
    public void Flag_that_differs_from_a_feature_by_case_alone_does_not_narrow_it_and_is_refused()
    {
        var finding = Assert.Single(FlagWorld.Read("\"messaging\": { \"kill\": true }", """ "Messaging": { "enabled": true } """).Diagnostics);
        Assert.Equal(("CKS427", "/flags/messaging", "Messaging"), (finding.Code.Id, finding.Location.Pointer, finding.Suggestion));
    }

    [Fact]
    public void Flag_is_read_into_its_record()
    {
        var flag = FlagWorld.Read("""
            "f": { "enabled": true, "prerequisites": ["messaging"], "window": { "from": "2026-12-01T08:00", "zone": "Europe/Berlin" }, "hash": "xxh3-64", "seed": "old", "unit": "tenant", "partsPerMillion": 5,
                   "rules": [{ "id": "r", "roles": ["manager"], "tenants": ["acme"], "subjects": ["u1"], "attributes": { "plan": ["gold"] }, "window": { "to": "2027-01-01T00:00:30Z" }, "partsPerMillion": 7 }] }
            """, """ "messaging": { "enabled": true } """).GetOrThrow().Flags["f"];
        Assert.Equal((true, false, "old", FlagUnit.Tenant, 5, FlagHash.Xxh3), (flag.Enabled, flag.Kill, flag.Seed, flag.Unit, flag.PartsPerMillion, flag.Hash));
        Assert.Equal(["messaging"], flag.Prerequisites);
        Assert.Equal(new FlagWindow(new(2026, 12, 1, 7, 0, 0, TimeSpan.Zero), null, "Europe/Berlin"), flag.Window);
        var rule = Assert.Single(flag.Rules);
        Assert.Equal(("r", "manager", "acme", "u1", "gold", 7), (rule.Id, rule.Roles.Single(), rule.Tenants.Single(), rule.Subjects.Single(), rule.Attributes["plan"].Single(), rule.PartsPerMillion));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 30, TimeSpan.Zero), rule.Window.To);
    }

    [Fact]
    public void Role_that_the_policy_does_not_know_is_found()
    {
        var hub = FlagWorld.Read("""
            "f": { "rules": [{ "id": "a", "tenants": ["acme"] }, { "id": "r", "roles": ["manager", "manger"] }] }
            """).GetOrThrow();
        var finding = Assert.Single(new HubValidator(null, Portal.Policy).Validate(hub));
        Assert.Equal(("CKS201", "/flags/f/rules/1/roles/1"), (finding.Code.Id, finding.Location.Pointer));
    }

    [Fact]
    public void Subject_with_a_random_identifier_is_no_secret_and_a_value_beside_it_is()
    {
        const string Id = "user_2NNEqL2nrIRdJ194ndJqAHwEfxC";
        var hub = FlagWorld.Read($$"""
            "f": { "rules": [{ "id": "r", "subjects": ["{{Id}}"] }, { "id": "s", "attributes": { "plan": ["{{Id}}"] } }] }
            """).GetOrThrow();
        Assert.Equal(["/flags/f/rules/1/attributes/plan/0"], HubAnalyzer.Analyze(hub).Where(d => d.Code.Id == "CKS413").Select(d => d.Location.Pointer));
    }

    [Fact]
    public void Schema_of_version_2_accepts_what_the_reader_accepts()
    {
        var text = Encoding.UTF8.GetBytes(FlagWorld.Text("""
            "f": { "enabled": true, "kill": false, "prerequisites": [], "window": { "from": "2026-12-01T08:00", "zone": "Europe/Berlin" }, "hash": "xxh3-64", "seed": "old", "unit": "tenant", "partsPerMillion": 5,
                   "rules": [{ "id": "r", "roles": ["manager"], "tenants": ["acme"], "subjects": ["u1"], "attributes": { "plan": ["gold"] }, "window": { "to": "2027-01-01T00:00:30Z" }, "partsPerMillion": 7 }] }
            """));
        Assert.Empty(HubDefinitionReader.Read("hub.json", text).Diagnostics);
        Assert.Empty(HubSchema.Compiled(2).Validate("hub.json", text));
        Assert.NotEmpty(HubSchema.Compiled(1).Validate("hub.json", text));
    }

    /// <summary>The word is new in version 2. A document of version 1 keeps its meaning, and does not gain one.</summary>
    [Fact]
    public void Version_1_has_no_flags_and_keeps_those_of_version_2_for_the_way_back()
    {
        var one = Encoding.UTF8.GetBytes(FlagWorld.Text("\"f\": {}").Replace("\"schemaVersion\": 2", "\"schemaVersion\": 1", StringComparison.Ordinal));
        Assert.Equal(["CKS106"], HubDefinitionReader.Read("hub.json", one).Diagnostics.Select(d => d.Code.Id));
        var down = HubMigrator.Migrate("hub.json", Encoding.UTF8.GetBytes(FlagWorld.Text("\"f\": { \"kill\": true }")), 1).GetOrThrow();
        Assert.Empty(HubDefinitionReader.Read("hub.json", down.Utf8).Diagnostics);
        // A host of the older version has it on: who carries the document there is told.
        var told = Assert.Single(HubMigrator.Migrate("hub.json", Encoding.UTF8.GetBytes(FlagWorld.Text("\"f\": { \"kill\": true }")), 1).Diagnostics);
        Assert.Equal(("CKS407", Core.DiagnosticSeverity.Warning, "/flags/f"), (told.Code.Id, told.Severity, told.Location.Pointer));
        var up = HubMigrator.Migrate("hub.json", down.Utf8, 2).GetOrThrow();
        Assert.True(HubDefinitionReader.Read("hub.json", up.Utf8).GetOrThrow().Flags["f"].Kill);
    }
}
