using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cks.HubConfig.Tests;

/// <summary>The contractor document of the architecture page, unchanged, is the measure of the reader.</summary>
public sealed class SeedDocumentTests
{
    private const string Sha256 = "b004f16c79f3cc5e1beb2a1cfcb6c2e99d29ebe4a1448c359c9f0a9bbd7bcdd6";

    [Fact]
    public void Contractor_document_is_the_seeds_byte_for_byte()
    {
        Assert.Equal(Sha256, Convert.ToHexStringLower(SHA256.HashData(Portal.Contractor)));
        Assert.StartsWith("// shared/roles/configs/contractor.v1.json\n", Encoding.UTF8.GetString(Portal.Contractor), StringComparison.Ordinal);
    }

    [Fact]
    public void Contractor_document_equals_the_block_in_the_seed_where_the_seed_is_at_hand()
    {
        var seed = Path.Combine(Portal.Repository(), "..", "shared", "seed", "architecture-recommendations.md");
        Assert.SkipUnless(File.Exists(seed), "../shared/seed/architecture-recommendations.md is not beside this checkout.");
        var lines = File.ReadAllText(seed).Split('\n').SkipWhile(l => l != "// shared/roles/configs/contractor.v1.json").TakeWhile(l => l != "```");
        Assert.Equal(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), Portal.Contractor);
    }

    [Fact]
    public void Contractor_document_loads_without_a_finding()
    {
        var result = HubDefinitionReader.Read("contractor.v1.json", Portal.Contractor);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(new HubValidator(Portal.Targets, Portal.Policy).Validate(result.GetOrThrow()));
    }

    [Fact]
    public void Contractor_document_is_read_in_full()
    {
        var hub = HubDefinitionReader.Read("contractor.v1.json", Portal.Contractor).GetOrThrow();
        Assert.Equal(new HubMetadata("contractor", "1.0.0", "Contractor Portal", "hardhat", new(new(0x25, 0x63, 0xeb), new(0x10, 0xb9, 0x81))), hub.Metadata);
        Assert.Equal(
            [Item("dashboard", "Dashboard", "home", "/"), Item("jobs", "Jobs", "briefcase", "/jobs"), Item("crews", "My Crews", "users", "/crews")],
            hub.Navigation.SidebarItems);
        Assert.Equal([new HubQuickAction("new-job", "New Job", "plus", "createJob")], hub.Navigation.QuickActions);
        Assert.Equal("grid", hub.Dashboard.Layout);
        Assert.Equal(
            [
                new HubWidget("stats-overview", "stats-card", new(1, 1, 2, 4), "widget.stats-overview", PathOf("/api/contractor/stats")) { RefreshInterval = TimeSpan.FromSeconds(30) },
                new HubWidget("recent-activity", "activity-feed", new(2, 1, 4, 3), "widget.recent-activity", PathOf("/api/contractor/activity")) { MaxItems = 10 },
            ],
            hub.Dashboard.Widgets);
        Assert.Equal(["canCreateJobs", "canEditProfile", "canManageCrews", "canViewFinancials"], hub.Permissions.Where(p => p.Value).Select(p => p.Key));
        Assert.Equal(["bulkOperations", "messaging", "notifications"], hub.Features.Where(f => f.Value.Enabled).Select(f => f.Key));
        Assert.False(hub.Features["reporting"].Enabled);
        Assert.Equal("100", hub.Features["bulkOperations"].Settings["maxBatchSize"].Text);
        Assert.Equal(["email", "push"], hub.Features["notifications"].Settings["channels"].Items.Select(c => c.Text));
        Assert.Equal(JsonValueKind.String, hub.Features["messaging"].Settings["provider"].Kind);
        Assert.Equal(PathOf("/api/contractor/jobs"), hub.DataFetching.Endpoints["jobs"]);
        Assert.Equal(new HubCacheRule(TimeSpan.FromHours(1), true), hub.DataFetching.Caching["profile"]);
        Assert.Equal(new HubCacheRule(TimeSpan.FromMinutes(1), false), hub.DataFetching.Caching["dashboard"]);
    }

    [Fact]
    public void Documents_of_all_five_roles_load_in_the_portal()
    {
        var documents = Portal.Catalog(Portal.Folder).Documents;
        Assert.Equal(Portal.Roles, documents.Value.Roles);
        Assert.Equal(1, documents.Version.Sequence);
    }

    [Fact]
    public void Documents_of_samples_and_templates_load_without_a_finding()
    {
        var files = ((string[])["samples", "templates"]).SelectMany(f => Directory.EnumerateFiles(Path.Combine(Portal.Repository(), f), "*.json", SearchOption.AllDirectories))
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "hubs" && !f.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj")).ToArray();
        Assert.True(files.Length >= 8, $"{files.Length} documents");
        Assert.All(files, f => Assert.Empty(HubDefinitionReader.Read(f, File.ReadAllBytes(f)).Diagnostics));
    }

    private static HubNavigationItem Item(string id, string label, string icon, string path) => new(id, label, icon, PathOf(path));

    private static HubPath PathOf(string text) => HubPath.TryParse(text, out var path) ? path : throw new FormatException(text);
}
