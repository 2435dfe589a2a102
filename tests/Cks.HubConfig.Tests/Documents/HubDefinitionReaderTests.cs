using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class HubDefinitionReaderTests
{
    private static readonly string Seed = Encoding.UTF8.GetString(Portal.Contractor);

    private static readonly string Current = File.ReadAllText(Path.Combine(Portal.Folder, "contractor.v2.json"));

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "\"sidebarItems\"", "\"sidebarItem\"", "CKS106 hub.json:14:5 \"sidebarItem\" is not known here. Did you mean \"sidebarItems\"?" },
        { "\"refreshSeconds\": 30", "\"refreshSeconds\": 0.5", "CKS401 hub.json:56:27 0.5 is no time in seconds. Write a number of seconds, 1 or more, with at most three decimals." },
        { "\"refreshSeconds\": 30", "\"refreshSeconds\": 1.0005", "CKS401 hub.json:56:27 1.0005 is no time in seconds. Write a number of seconds, 1 or more, with at most three decimals." },
        { "\"refreshSeconds\": 30", "\"refreshSeconds\": \"30\"", "CKS104 hub.json:56:27 This is no time in seconds. Write a number of seconds, 1 or more, with at most three decimals." },
        { "\"refreshSeconds\": 30", "\"refreshSecond\": 30", "CKS106 hub.json:56:9 \"refreshSecond\" is not known here. Did you mean \"refreshSeconds\"?" },
        { "\"maxItems\": 10", "\"maxItems\": 501", "CKS401 hub.json:68:21 501 items is out of range. Write 1 to 500." },
        { "\"maxItems\": 10", "\"maxItems\": 0", "CKS401 hub.json:68:21 0 items is out of range. Write 1 to 500." },
        { "\"maxItems\": 10", "\"maxItems\": -0", "CKS401 hub.json:68:21 -0 is read as 0 by some and as less by others. Write 0." },
        { "\"maxItems\": 10", "\"requires\": \" \"", "CKS104 hub.json:68:21 The text is blank. Write a value, or take the property out." },
        { "\"maxItems\": 10", "\"feature\": \"mesaging\"", "CKS401 hub.json:68:20 \"mesaging\" is not one of the features. Did you mean \"messaging\"?" },
        { "\"ttlSeconds\": 60", "\"ttlSeconds\": -1", "CKS401 hub.json:112:23 -1 seconds is out of range. Write 0 or more." },
        { "\"ttlSeconds\": 60", "\"staleWhileRevalidate\": true", "CKS105 hub.json:111:20 \"ttlSeconds\" is missing. Add \"ttlSeconds\" to this object." },
        { "\"dashboard\": {\n        \"ttl", "\"dashbord\": {\n        \"ttl", "CKS401 hub.json:111:7 \"dashbord\" is not one of the endpoints. Did you mean \"dashboard\"?" },
        { "\"layout\": \"grid\"", "\"layout\": \"Grid\"", "CKS401 hub.json:44:15 The layout \"Grid\" is not known. Did you mean \"grid\"?" },
        { "\"row\": 2", "\"row\": 1", "CKS401 hub.json:61:17 The widget \"recent-activity\" overlaps \"stats-overview\" (1 / 1 / 2 / 4). Move one of the two." },
        { "\"row\": 2", "\"row\": 99", "CKS401 hub.json:61:17 The area ends at row 101 and column 3. Let it end at 100 at the latest." },
        { "\"columns\": 3", "\"columns\": 100", "CKS401 hub.json:53:22 100 columns is out of range. Write 1 to 99." },
        { "\"rows\": 1,", "", "CKS105 hub.json:49:17 \"rows\" is missing. Add \"rows\" to this object." },
        { "\"endpoint\": \"widget.stats-overview\"", "\"endpoint\": \"widget.stats-overvew\"", "CKS401 hub.json:55:21 \"widget.stats-overvew\" is not one of the endpoints. Did you mean \"widget.stats-overview\"?" },
        { "\"id\": \"recent-activity\"", "\"id\": \"stats-overview\"", "CKS402 hub.json:59:15 The id \"stats-overview\" is taken in widgets. Give each entry an id of its own." },
        { "\"id\": \"crews\"", "\"id\": \"jobs\"", "CKS402 hub.json:28:15 The id \"jobs\" is taken in sidebarItems. Give each entry an id of its own." },
        { "\"id\": \"crews\"", "\"id\": \"<crews>\"", "CKS203 hub.json:28:15 This name is not allowed. Use 1 to 64 letters a-z, digits, -, _ and ., starting with a letter." },
        { "\"messaging\"", "\"__proto__\"", "CKS203 hub.json:79:5 The name of this property is not allowed. Use 1 to 64 letters a-z, digits, -, _ and ., starting with a letter." },
        { "\"#2563eb\"", "\"red\"", "CKS405 hub.json:9:23 This is not a colour. Write #rgb or #rrggbb." },
        { "\"path\": \"/jobs\"", "\"path\": \"//evil.example\"", "CKS405 hub.json:25:17 This is not a path of the application. Write segments of letters, digits, -, ., _ and ~, each after a single /, such as /jobs/open." },
        { "\"/api/contractor/profile\"", "\"https://evil.example\"", "CKS405 hub.json:100:18 This is not a path of the application. Write segments of letters, digits, -, ., _ and ~, each after a single /, such as /jobs/open." },
        { "\"enabled\": false", "", "CKS105 hub.json:90:18 \"enabled\" is missing. Add \"enabled\" to this object." },
        { "\"enabled\": false", "\"enabled\": \"no\"", "CKS104 hub.json:91:18 A text stands where true or false is expected. Write true or false here." },
        { "\"canCreateJobs\": true", "\"canCreateJobs\": 1", "CKS104 hub.json:73:22 A number stands where true or false is expected. Write true or false here." },
        { "\"canManageCrews\": true", "\"canCreateJobs\": true", "CKS102 hub.json:74:5 \"canCreateJobs\" stands twice in one object. Keep one of the two." },
        { "\"role\": \"contractor\",", "", "CKS105 hub.json:3:15 \"role\" is missing. Add \"role\" to this object." },
        { "\"displayName\": \"Contractor Portal\"", "\"displayName\": \"  \"", "CKS104 hub.json:6:20 The text is blank. Write a value, or take the property out." },
        { "\"schemaVersion\": 2", "\"schemaVersion\": 3", "CKS406 hub.json:2:20 The document is of version 3; this runtime reads 1 to 2. Update the application, or carry the document back with a newer tool: cks hub migrate --to 2." },
        { "\"schemaVersion\": 2", "\"schemaVersion\": 0", "CKS406 hub.json:2:20 The document is of version 0; this runtime reads 1 to 2. Write a version from 1 to 2." },
        { "\"schemaVersion\": 2", "\"schemaVersion\": \"2\"", "CKS406 hub.json:2:20 This is no version of a hub document. Write a whole number from 1 to 2." },
    };

    /// <summary>A document of version 1 is told its mistakes in the words of version 1, where they stand.</summary>
    public static TheoryData<string, string, string> OldMistakes => new()
    {
        { "\"sidebarItems\"", "\"sidebarItem\"", "CKS106 hub.json:14:5 \"sidebarItem\" is not known here. Did you mean \"sidebarItems\"?" },
        { "\"refreshInterval\": 30000", "\"refreshInterval\": 999", "CKS401 hub.json:31:28 999 milliseconds is out of range. Write 1000 or more." },
        { "\"refreshInterval\": 30000", "\"refreshInterval\": 1e9", "CKS104 hub.json:31:28 A number stands where a whole number is expected. Write a whole number here." },
        { "\"refreshInterval\": 30000", "\"refreshIntervall\": 30000", "CKS106 hub.json:31:9 \"refreshIntervall\" is not known here. Did you mean \"refreshInterval\"?" },
        { "\"maxItems\": 10", "\"maxItems\": 501", "CKS401 hub.json:38:21 501 items is out of range. Write 1 to 500." },
        { "\"maxItems\": 10", "\"maxItems\": 0", "CKS401 hub.json:38:21 0 items is out of range. Write 1 to 500." },
        { "\"ttl\": 60", "\"ttl\": -1", "CKS401 hub.json:62:29 -1 seconds is out of range. Write 0 or more." },
        { "\"ttl\": 60", "\"staleWhileRevalidate\": true", "CKS105 hub.json:62:20 \"ttl\" is missing. Add \"ttl\" to this object." },
        { "\"dashboard\": { \"ttl\"", "\"dashbord\": { \"ttl\"", "CKS401 hub.json:62:7 \"dashbord\" is not one of the endpoints. Did you mean \"dashboard\"?" },
        { "\"layout\": \"grid\"", "\"layout\": \"Grid\"", "CKS401 hub.json:24:15 The layout \"Grid\" is not known. Did you mean \"grid\"?" },
        { "2 / 1 / 4 / 3", "1 / 3 / 4 / 5", "CKS401 hub.json:36:21 The widget \"recent-activity\" overlaps \"stats-overview\" (1 / 1 / 2 / 4). Move one of the two." },
        { "2 / 1 / 4 / 3", "2 / 1 / 2 / 3", "CKS401 hub.json:36:21 \"2 / 1 / 2 / 3\" is not a grid area. Write \"row-start / column-start / row-end / column-end\" with lines from 1 to 100, each end after its start." },
        { "\"id\": \"recent-activity\"", "\"id\": \"stats-overview\"", "CKS402 hub.json:34:15 The id \"stats-overview\" is taken in widgets. Give each entry an id of its own." },
        { "\"id\": \"crews\"", "\"id\": \"jobs\"", "CKS402 hub.json:17:15 The id \"jobs\" is taken in sidebarItems. Give each entry an id of its own." },
        { "\"id\": \"crews\"", "\"id\": \"<crews>\"", "CKS203 hub.json:17:15 This name is not allowed. Use 1 to 64 letters a-z, digits, -, _ and ., starting with a letter." },
        { "\"messaging\"", "\"__proto__\"", "CKS203 hub.json:49:5 The name of this property is not allowed. Use 1 to 64 letters a-z, digits, -, _ and ., starting with a letter." },
        { "\"#2563eb\"", "\"red\"", "CKS405 hub.json:9:23 This is not a colour. Write #rgb or #rrggbb." },
        { "\"path\": \"/jobs\"", "\"path\": \"//evil.example\"", "CKS405 hub.json:16:69 This is not a path of the application. Write segments of letters, digits, -, ., _ and ~, each after a single /, such as /jobs/open." },
        { "\"/api/contractor/profile\"", "\"https://evil.example\"", "CKS405 hub.json:56:18 This is not a path of the application. Write segments of letters, digits, -, ., _ and ~, each after a single /, such as /jobs/open." },
        { "\"enabled\": false", "", "CKS105 hub.json:51:18 \"enabled\" is missing. Add \"enabled\" to this object." },
        { "\"enabled\": false", "\"enabled\": \"no\"", "CKS104 hub.json:51:31 A text stands where true or false is expected. Write true or false here." },
        { "\"canCreateJobs\": true", "\"canCreateJobs\": 1", "CKS104 hub.json:43:22 A number stands where true or false is expected. Write true or false here." },
        { "\"canManageCrews\": true", "\"canCreateJobs\": true", "CKS102 hub.json:44:5 \"canCreateJobs\" stands twice in one object. Keep one of the two." },
        { "\"role\": \"contractor\",", "", "CKS105 hub.json:3:15 \"role\" is missing. Add \"role\" to this object." },
        { "\"displayName\": \"Contractor Portal\"", "\"displayName\": \"  \"", "CKS104 hub.json:6:20 The text is blank. Write a value, or take the property out." },
        { "\"refreshInterval\": 30000", "\"refreshSeconds\": 30", "CKS106 hub.json:31:9 \"refreshSeconds\" is not known here. Known: dataSource, gridArea, id, maxItems, refreshInterval, title, type." },
        { "\"dataSource\": \"/api/contractor/stats\"", "\"endpoint\": \"jobs\"", "CKS105 hub.json:26:7 \"dataSource\" is missing. Add \"dataSource\" to this object." },
        { "\"icon\": \"plus\"", "\"requires\": \"jobs:create\"", "CKS106 hub.json:20:69 \"requires\" is not known here. Known: action, icon, id, label." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_is_reported_with_its_place_and_how_to_mend_it(string written, string instead, string finding) => Assert.Contains(finding, Findings(Current, written, instead));

    [Theory]
    [MemberData(nameof(OldMistakes))]
    public void Mistake_in_an_older_document_is_told_in_its_own_words(string written, string instead, string finding) => Assert.Contains(finding, Findings(Seed, written, instead));

    private static IEnumerable<string> Findings(string document, string written, string instead)
    {
        Assert.Contains(written, document, StringComparison.Ordinal);
        var at = document.IndexOf(written, StringComparison.Ordinal);
        var result = Read(string.Concat(document.AsSpan(0, at), instead, document.AsSpan(at + written.Length)));
        Assert.False(result.IsLoaded);
        return result.Diagnostics.Select(d => d.ToString());
    }

    [Theory]
    [InlineData("\"dataFetching\"", "\"dataFetchin\"")]
    [InlineData("\"endpoints\"", "\"endpoint\"")]
    [InlineData("\"features\"", "\"feature\"")]
    public void Misspelt_section_is_one_finding_and_not_one_more_for_all_that_names_something_in_it(string written, string instead)
    {
        var document = Current.Replace("\"maxItems\": 10", "\"feature\": \"messaging\"", StringComparison.Ordinal);
        Assert.Contains("CKS106", Assert.Single(Findings(document, written, instead)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var result = Read("""
            {
              "schemaVersion": 2,
              "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "blue", "accentColor": "#fff" } },
              "navigation": { "sidebarItems": [{ "id": "a", "label": "A", "path": "a" }, 5], "quickActions": {} },
              "dashboard": { "widgets": [{ "id": "w", "type": "t", "area": { "row": 1, "column": 1, "rows": 0, "columns": 1 }, "endpoint": "x", "colour": "red" }] },
              "permissions": { "a": null },
              "extra": 1
            }
            """);
        Assert.False(result.IsLoaded);
        Assert.Equal(
            [
                "CKS104 /navigation/quickActions", "CKS104 /navigation/sidebarItems/1", "CKS104 /permissions/a", "CKS106 /dashboard/widgets/0/colour", "CKS106 /extra",
                "CKS401 /dashboard/widgets/0/area/rows", "CKS401 /dashboard/widgets/0/endpoint", "CKS405 /metadata/theme/primaryColor", "CKS405 /navigation/sidebarItems/0/path",
            ],
            result.Diagnostics.Select(d => $"{d.Code} {d.Location.Pointer}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sections_other_than_metadata_may_be_absent()
    {
        var hub = Read("""{ "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#fff" } }, }""").GetOrThrow();
        Assert.Empty(hub.Navigation.SidebarItems);
        Assert.Empty(hub.Dashboard.Widgets);
        Assert.Empty(hub.Permissions);
        Assert.Empty(hub.DataFetching.Endpoints);
    }

    [Fact]
    public void List_longer_than_the_limit_is_refused()
    {
        var items = string.Join(",", Enumerable.Range(0, HubDefinitionReader.MaxEntries + 1).Select(i => $$"""{ "id": "i{{i}}", "label": "x", "path": "/x" }"""));
        var result = Read($$"""{ "schemaVersion": 2, "metadata": { "role": "crew", "version": "1", "displayName": "Crew", "theme": { "primaryColor": "#000", "accentColor": "#fff" } }, "navigation": { "sidebarItems": [{{items}}] } }""");
        Assert.Equal("\"sidebarItems\" has 501 entries; at most 500 are read.", Assert.Single(result.Diagnostics).Message);
    }

    [Fact]
    public void Document_over_one_MiB_is_refused_unread()
    {
        var result = Read(Seed + new string(' ', 1024 * 1024));
        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(result.Diagnostics).Code);
    }

    private static LoadResult<HubDefinition> Read(string text) => HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(text));
}
