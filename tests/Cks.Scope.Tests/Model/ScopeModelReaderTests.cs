using System.Text;
using Cks.Core;
using CsCheck;

namespace Cks.Scope.Tests.Model;

public sealed class ScopeModelReaderTests
{
    private const string Crew = "\"crew\": { \"entity\": \"crew\", ";

    [Fact]
    public void A_good_model_loads_with_its_strategies()
    {
        var result = ScopeText.Read(ScopeText.Model);

        Assert.True(result.IsLoaded, string.Join('\n', result.Diagnostics));
        Assert.Equal(["admin", "center", "crew", "manager"], result.Value.Strategies.Select(s => s.Role));
        Assert.True(result.Value.TryGetStrategy("crew", out var crew));
        Assert.Equal(["center"], crew.IncludeUpward);
        Assert.True(result.Value.TryNormalizeCode("ctr7", out var code));
        Assert.Equal("CEN-007", code);
    }

    [Fact]
    public void A_role_has_what_it_inherits_before_its_own()
    {
        const string roles = """
            "base": { "entity": "crew", "includeRelationships": ["services"], "includeUpward": ["center"], "summaryMetrics": ["accountStatus"], "lists": ["orders"] },
            "lead": { "entity": "crew", "inherits": "base", "summaryMetrics": ["activeServices"] },
            """;
        var result = ScopeText.Read(ScopeText.Model.Replace(Crew, roles + Crew, StringComparison.Ordinal));

        Assert.True(result.IsLoaded, string.Join('\n', result.Diagnostics));
        Assert.True(result.Value.TryGetStrategy("lead", out var lead));
        Assert.Equal(["services"], lead.IncludeRelationships);
        Assert.Equal(["center"], lead.IncludeUpward);
        Assert.Equal(["accountStatus", "activeServices"], lead.SummaryMetrics);
        Assert.Equal(["orders"], lead.Lists);
        Assert.True(result.Value.TryGetStrategy("base", out var parent));
        Assert.Equal(["accountStatus"], parent.SummaryMetrics);
    }

    [Fact]
    public void What_is_inherited_is_inherited_on()
    {
        const string roles = """
            "third": { "entity": "admin", "inherits": "second", "includeAll": ["order"] },
            "second": { "entity": "admin", "inherits": "first", "includeAll": ["center"], "activityFilters": ["target"] },
            "first": { "entity": "admin", "includeAll": ["customer"], "activityFilters": ["target"] },
            """;
        var result = ScopeText.Read(ScopeText.Model.Replace(Crew, roles + Crew, StringComparison.Ordinal));

        Assert.True(result.IsLoaded, string.Join('\n', result.Diagnostics));
        Assert.True(result.Value.TryGetStrategy("third", out var third));
        Assert.Equal(["customer", "center", "order"], third.IncludeAll);
        Assert.Equal(["target"], third.ActivityFilters);
    }

    [Fact]
    public void Roles_that_inherit_in_a_circle_are_refused_each_and_who_leads_into_it_is_not_another_mistake()
    {
        const string roles = """
            "one": { "entity": "crew", "inherits": "two" },
            "two": { "entity": "crew", "inherits": "one" },
            "three": { "entity": "crew", "inherits": "one" },
            """;
        var result = ScopeText.Read(ScopeText.Model.Replace(Crew, roles + Crew, StringComparison.Ordinal));

        Assert.False(result.IsLoaded);
        Assert.Equal(["\"one\" inherits from itself.", "\"two\" inherits from itself."], result.Diagnostics.Select(d => d.Message).Order());
    }

    [Fact]
    public void A_mistake_in_what_is_inherited_is_told_once_where_it_is_written()
    {
        const string roles = """
            "lead": { "entity": "crew", "inherits": "base" },
            "base": { "entity": "crew", "includeRelationships": ["servces"] },
            "boss": { "entity": "crew", "inherits": "lead", "summaryMetrics": ["accountStatus"] },
            """;
        var result = ScopeText.Read(ScopeText.Model.Replace(Crew, roles + Crew, StringComparison.Ordinal));

        Assert.False(result.IsLoaded);
        Assert.Equal("CKS302", Assert.Single(result.Diagnostics).Code.Id);
    }

    [Fact]
    public void S30_a_long_line_of_roles_is_read_in_one_go()
    {
        var roles = string.Concat(Enumerable.Range(0, 2_000).Select(i => $$"""
            "r{{i}}": { "entity": "crew", "summaryMetrics": [{{(i == 0 ? "\"accountStatus\"" : "")}}]{{(i == 0 ? "" : $", \"inherits\": \"r{i - 1}\"")}} },
            """));
        var begun = TimeProvider.System.GetTimestamp();

        ScopeText.Read(ScopeText.Model.Replace(Crew, roles + Crew, StringComparison.Ordinal));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("\"inherits\": \"managr\"", "CKS201", "Did you mean \"manager\"?")]
    [InlineData("\"inherits\": \"crew\"", "CKS2", "circle")]
    [InlineData("\"inherits\": \"admin\"", "CKS106", "same kind")]
    [InlineData("\"inherits\": 1", "CKS104", "")]
    public void A_mistake_in_what_a_role_inherits_is_reported(string inherits, string code, string fix)
    {
        var result = ScopeText.Read(ScopeText.Model.Replace(Crew, Crew + inherits + ", ", StringComparison.Ordinal));

        Assert.False(result.IsLoaded);
        var finding = Assert.Single(result.Diagnostics);
        Assert.StartsWith(code, finding.Code.ToString(), StringComparison.Ordinal);
        Assert.Contains(fix, finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"tenant\": \"tenant\", \"test\": \"test\" },", "\"test\": \"test\" },", "CKS304", "shared")]
    [InlineData("\"tenant\": \"tenant\", \"test\": \"test\" },", "\"tenant\": \"tenant\" },", "CKS304", "shared")]
    [InlineData("\"tenant\": \"tenant\", \"test\": \"test\" },", "\"tenant\": \"tenant\", \"test\": \"test\", \"shared\": \"lookup\" },", "CKS304", "shared")]
    [InlineData("\"tenant\": \"tenant\", \"test\": \"test\" },", "\"tenant\": \"tenant\", \"shared\": \"lookup\" },", "CKS304", "shared")]
    [InlineData("\"tenant\": \"tenant\", \"test\": \"test\" },", "\"test\": \"test\", \"shared\": \"lookup\" },", "CKS304", "shared")]
    [InlineData("\"key\": \"order_id\", \"tenant\": \"tenant\", \"test\": \"test\" },", "\"key\": \"order_id\", \"shared\": \"a link\" },", "CKS304", "\"tenant\" and \"test\" of \"participant\"")]
    [InlineData("\"within\": \"centers\", \"where\": { \"status\": \"active\" }", "\"within\": \"centers\", \"where\": { \"status\": [1] }", "CKS104", "a text")]
    [InlineData("\"map\": { \"assigned\": \"active\" }", "\"map\": { \"assigned\": null }", "CKS104", "a text")]
    [InlineData("\"prefix\": \"MGR\"", "\"prefix\": \"CTR\"", "CKS203", "of its own")]
    [InlineData("[\"customers\", \"centers\", \"crew\", \"services\"]", "[\"customer\"]", "CKS302", "Did you mean \"customers\"?")]
    [InlineData("\"includeUpward\": [\"center\"]", "\"includeUpward\": [\"customer\"]", "CKS302", "Known: center.")]
    [InlineData("\"from\": \"crew\", \"to\": \"service\", \"through\"", "\"from\": \"center\", \"to\": \"crew\", \"through\"", "CKS303", "another name")]
    [InlineData("\"crewCount\", \"serviceCount\"", "\"crewCounts\", \"serviceCount\"", "CKS305", "Did you mean \"crewCount\"?")]
    [InlineData("\"table\": \"crew\"", "\"table\": \"crew; drop\"", "CKS306", "")]
    [InlineData("\"from\": \"manager\"", "\"from\": \"managr\"", "CKS301", "Did you mean \"manager\"?")]
    [InlineData("\"own\": \"status\"", "\"own\": \"statuss\"", "CKS307", "Did you mean \"status\"?")]
    [InlineData("\"by\": \"customer\"", "\"via\": \"customer\"", "CKS106", "")]
    [InlineData("\"crewCount\": { \"count\": \"crew\" }", "\"crewCount\": { \"count\": \"crew\", \"as\": \"serviceCount\" }", "CKS305", "another name")]
    [InlineData("\"version\": 1", "\"version\": \"1\"", "CKS104", "")]
    [InlineData("\"includeRelationships\": [\"services\"]", "\"includeRelationships\": [\"services\", \"services\"]", "CKS303", "Keep one")]
    [InlineData("\"view\": \"orders:view\"", "\"view\": \"orders\"", "CKS203", "resource:action")]
    [InlineData("\"newestFirst\": \"created\"", "\"newestFirst\": \"create\"", "CKS307", "Did you mean \"created\"?")]
    [InlineData("\"newestFirst\": \"created\"", "\"newestFirst\": \"status\"", "CKS307", "Known: created, due.")]
    [InlineData("\"newestFirst\": \"created\"", "\"newestFirst\": \"archived\"", "CKS307", "Known: created, due.")]
    [InlineData("\"by\": \"customer\", \"parent\": true", "\"by\": \"customer\", \"parent\": \"yes\"", "CKS104", "true or false")]
    [InlineData("\"by\": \"center\" },", "\"by\": \"center\" }, { \"name\": \"other\", \"from\": \"manager\", \"to\": \"crew\", \"by\": \"center\", \"parent\": true },", "CKS303", "Take \"parent\" out")]
    [InlineData("\"by\": \"center\" },", "\"by\": \"center\" }, { \"name\": \"back\", \"from\": \"crew\", \"to\": \"manager\", \"by\": \"status\", \"parent\": true },", "CKS303", "circle")]
    [InlineData("\"by\": \"center\" },", "\"by\": \"center\" }, { \"name\": \"self\", \"from\": \"manager\", \"to\": \"manager\", \"by\": \"status\", \"parent\": true },", "CKS303", "circle")]
    [InlineData("\"to\": \"order_id\" } },", "\"to\": \"order_id\" }, \"parent\": true },", "CKS302", "take \"parent\" out")]
    [InlineData("\"on\": \"manager_copy\"", "\"on\": \"manager_copy\", \"parent\": true", "CKS302", "take \"parent\" out")]
    [InlineData("\"on\": \"manager_copy\"", "\"on\": \"archived\"", "CKS307", "")]
    [InlineData("\"column\": \"manager_copy\", \"ancestor\": \"manager\"", "\"column\": \"manager_copy\", \"ancestor\": \"managr\"", "CKS301", "Did you mean \"manager\"?")]
    [InlineData("\"column\": \"manager_copy\", \"ancestor\": \"manager\"", "\"column\": \"manager_copy\", \"ancestor\": \"crew\"", "CKS302", "Known: customer, manager.")]
    [InlineData("\"scopeKeys\": [", "\"scopeKeys\": [{ \"entity\": \"center\", \"column\": \"manager_copy\", \"ancestor\": \"customer\" }, ", "CKS303", "Keep one")]
    [InlineData("\"scopeKeys\": [", "\"scopeKeys\": [{ \"entity\": \"center\", \"ancestor\": \"customer\" }, ", "CKS105", "Add \"column\"")]
    [InlineData("\"column\": \"manager_copy\", \"ancestor\": \"manager\"", "\"column\": \"customer\", \"ancestor\": \"manager\"", "CKS303", "a column of its own")]
    [InlineData("\"table\": \"centers\", \"key\": \"id\", \"tenant\": \"tenant\", \"test\": \"test\"", "\"table\": \"centers\", \"key\": \"id\", \"shared\": \"why\"", "CKS304", "take the scope key out")]
    [InlineData("\"from\": \"manager\", \"to\": \"customer\"", "\"from\": null, \"to\": \"customer\"", "CKS104", "Write a text")]
    [InlineData("\"column\": \"manager_copy\", \"ancestor\": \"manager\"", "\"column\": [], \"ancestor\": \"manager\"", "CKS104", "Write a text")]
    [InlineData("\"reports\": { \"entity\": \"report\"", "\"reports\": { \"entity\": true", "CKS104", "Write a text")]
    [InlineData("\"created\": { \"column\": \"created\", \"type\": \"timestamp\" }", "\"created\": { \"column\": \"created\", \"type\": \"Timestamp, text\" }", "CKS104", "timestamp")]
    [InlineData("\"orders\": { \"entity\": \"order\"", "\"orders\": { \"entity\": \"ordr\"", "CKS301", "Did you mean \"order\"?")]
    [InlineData("\"below\": [\"customerOrders\", \"centerOrders\"]", "\"below\": [\"customerOrders\", \"centreOrders\"]", "CKS302", "Did you mean \"centerOrders\"?")]
    [InlineData("\"own\": [\"ecosystemReports\"]", "\"own\": [\"createdOrders\"]", "CKS302", "ecosystemReports")]
    [InlineData("\"own\": [\"ecosystemReports\"]", "\"own\": []", "CKS302", "\"own\" or \"below\"")]
    [InlineData("\"reports\": { \"entity\": \"report\"", "\"ecosystemReports\": { \"entity\": \"report\"", "CKS303", "another name")]
    [InlineData("\"where\": { \"status\": [\"open\", \"ready\"] }", "\"where\": { \"statuss\": [\"open\", \"ready\"] }", "CKS307", "Did you mean \"status\"?")]
    [InlineData("\"where\": { \"status\": [\"open\", \"ready\"] }", "\"wher\": { \"status\": [\"open\", \"ready\"] }", "CKS106", "Did you mean \"where\"?")]
    [InlineData("[\"open\", \"done\"]", "[]", "CKS104", "list of texts")]
    [InlineData("[\"open\", \"done\"]", "[\"open\", null]", "CKS104", "list of texts")]
    [InlineData("[\"open\", \"done\"]", "true", "CKS104", "list of texts")]
    [InlineData("{ \"on\": \"today\" }", "{ \"on\": \"tomorrow\" }", "CKS104", "\"today\"")]
    [InlineData("{ \"on\": \"today\" }", "{ \"until\": \"today\" }", "CKS104", "\"today\"")]
    [InlineData("{ \"on\": \"today\" }", "{ \"on\": \"today\", \"from\": \"today\" }", "CKS104", "\"today\"")]
    [InlineData("{ \"due\": { \"on\": \"today\" } }", "{ \"status\": { \"on\": \"today\" } }", "CKS307", "")]
    [InlineData("{ \"onHand\": { \"below\": \"minimum\" } }", "{ \"onHand\": { \"below\": \"minimun\" } }", "CKS307", "Did you mean \"minimum\"?")]
    [InlineData("{ \"onHand\": { \"below\": \"minimum\" } }", "{ \"due\": { \"below\": \"minimum\" } }", "CKS307", "")]
    [InlineData("\"count\": \"openOrders\", \"where\"", "\"count\": \"openOrders\", \"within\": \"crew\", \"where\"", "CKS305", "take \"within\" out")]
    [InlineData("\"count\": \"openOrders\", \"where\"", "\"count\": \"openOrder\", \"where\"", "CKS302", "Did you mean \"openOrders\"?")]
    [InlineData("\"lists\": [\"orders\", \"reports\"]", "\"lists\": [\"orders\", \"report\"]", "CKS302", "Did you mean \"reports\"?")]
    [InlineData("\"lists\": [\"orders\", \"reports\"]", "\"lists\": [\"orders\", \"crew\"]", "CKS303", "Keep one")]
    [InlineData("\"activeServices\"], \"lists\": [\"orders\"]", "\"activeServices\"], \"lists\": [\"reports\"]", "CKS302", "Take the set out")]
    [InlineData("\"services\", \"openOrders\"]", "\"services\", \"openOrders\", \"newOrders\"]", "CKS303", "another name with \"as\"", "\"sets\": {", "\"sets\": { \"newOrders\": { \"entity\": \"order\", \"own\": [\"createdOrders\"], \"as\": \"orders\" },")]
    [InlineData("\"own\": [\"ecosystemReports\"]", "\"own\": [\"ecosystemReports\"], \"as\": \"\"", "CKS104", "")]
    [InlineData("\"includeAll\": [\"customer\"", "\"includeAll\": [\"customers\"", "CKS301", "Did you mean \"customer\"?")]
    [InlineData("\"includeAll\": [\"customer\"", "\"summaryMetrics\": [\"crewCount\"], \"includeAll\": [\"customer\"", "CKS106", "")]
    [InlineData("\"staffing\": { \"table\": \"staffing\", \"key\": \"service\", \"tenant\": \"tenant\", \"test\": \"test\" }", "\"country\": { \"table\": \"countries\", \"key\": \"id\", \"shared\": \"the same for all\" }, \"staffing\": { \"table\": \"staffing\", \"key\": \"service\", \"tenant\": \"tenant\", \"test\": \"test\" }", "CKS304", "with a tenant", "\"includeAll\": [\"customer\"", "\"includeAll\": [\"country\"")]
    [InlineData("\"activityFilters\": [\"target\"", "\"activityFilters\": [7", "CKS104", "a text")]
    public void A_mistake_is_reported_with_its_place_and_its_mend(string from, string to, string code, string fix, string alsoFrom = "", string alsoTo = "")
    {
        Assert.Contains(from, ScopeText.Model);
        var text = ScopeText.Model.Replace(from, to);

        var result = ScopeText.Read(alsoFrom.Length == 0 ? text : text.Replace(alsoFrom, alsoTo));

        Assert.False(result.IsLoaded);
        var found = result.Diagnostics.First(d => d.Code.Id == code);
        Assert.True(found.Location.Line > 0);
        Assert.Contains(fix, found.Fix);
    }

    [Fact]
    public void Relations_in_a_circle_end()
    {
        var circle = ScopeText.Model.Replace("\"relations\": [", "\"relations\": [ { \"name\": \"round\", \"from\": \"crew\", \"to\": \"manager\", \"by\": \"status\" },");

        Assert.True(ScopeText.Read(circle).IsLoaded);
        Assert.False(ScopeText.Read(circle.Replace("\"includeRelationships\": [\"services\"]", "\"includeRelationships\": [\"nowhere\"]")).IsLoaded);
    }

    [Fact]
    public void A_dense_model_with_a_misspelt_relation_is_refused_soon()
    {
        var entities = string.Join(',', Enumerable.Range(0, 14).Select(i => $$"""  "e{{i}}": { "table": "t{{i}}", "key": "id", "tenant": "tenant", "test": "test" } """));
        var relations = string.Join(',', from a in Enumerable.Range(0, 14) from b in Enumerable.Range(0, 14) where a != b select $$"""{ "name": "r{{b}}", "from": "e{{a}}", "to": "e{{b}}", "by": "k{{a}}" }""");

        var result = ScopeText.Read($$"""{ "version": 1, "entities": { {{entities}} }, "relations": [{{relations}}], "roles": { "x": { "entity": "e0", "includeRelationships": ["nowhere"] } } }""");

        Assert.Equal(["CKS302"], result.Diagnostics.Select(d => d.Code.Id));
    }

    [Fact]
    public void A_long_line_of_parents_is_refused_soon()
    {
        var entities = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""  "e{{i}}": { "table": "t{{i}}", "key": "id", "tenant": "tenant", "test": "test" } """));
        var relations = string.Join(',', Enumerable.Range(1, 2_999).Select(i => $$"""{ "name": "r", "from": "e{{i - 1}}", "to": "e{{i}}", "by": "k", "parent": true }"""));

        var result = ScopeText.Read($$"""{ "version": 1, "entities": { {{entities}} }, "relations": [{{relations}}] }""");

        Assert.Equal(["CKS103", "CKS103"], result.Diagnostics.Select(d => d.Code.Id));
    }

    [Fact]
    public void Two_ways_of_one_length_are_two_also_behind_thousands_of_others()
    {
        var layers = Enumerable.Range(0, 17).ToArray();
        var names = new[] { "e", "a", "aa", "b", "bb", "t", "u" }.Concat(layers.SelectMany(i => new[] { $"m{i}", $"n{i}", $"o{i}" }));
        var entities = string.Join(',', names.Select(n => $$"""  "{{n}}": { "table": "t_{{n}}", "key": "id", "tenant": "tenant", "test": "test" } """));
        var between = layers.Select(i => ("e", $"m{i}")).Concat(layers.SelectMany(i => layers.SelectMany(j => new[] { ($"m{i}", $"n{j}"), ($"n{i}", $"o{j}") })));
        var steps = new[] { ("e", "a"), ("a", "aa") }.Concat(between).Append(("e", "b")).Append(("b", "bb"));
        var relations = string.Join(',', steps.Select((r, i) => Relation($"r{i}", r)).Append(Relation("x", ("aa", "t"))).Append(Relation("x", ("bb", "u"))));

        var result = ScopeText.Read($$"""{ "version": 1, "entities": { {{entities}} }, "relations": [{{relations}}], "roles": { "x": { "entity": "e", "includeRelationships": ["x"] } } }""");

        Assert.Equal(["CKS303"], result.Diagnostics.Select(d => d.Code.Id));

        static string Relation(string name, (string From, string To) ends) => $$"""{ "name": "{{name}}", "from": "{{ends.From}}", "to": "{{ends.To}}", "by": "k" }""";
    }

    [Fact]
    public void A_document_with_random_bytes_changed_never_throws_and_never_loads_with_an_error()
    {
        var bytes = Encoding.UTF8.GetBytes(ScopeText.Model);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample((i, a, j, b) =>
        {
            var changed = bytes.ToArray();
            (changed[i], changed[j]) = (a, b);
            var result = ScopeModelReader.Read("fuzz", changed);
            Assert.Equal(result.Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error), result.IsLoaded);
        }, iter: 5_000);
    }
}
