using System.Text;
using Cks.Core;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubCatalogTests
{
    private static readonly byte[] Broken = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("\"/crews\"", "\"//evil.example\"", StringComparison.Ordinal));
    private static readonly byte[] Pointless = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("\"/crews\"", "\"/nowhere\"", StringComparison.Ordinal));
    private static readonly byte[] Renamed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("My Crews", "Crews", StringComparison.Ordinal));

    [Fact]
    public void Files_that_match_the_pattern_are_read_and_others_are_not()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        folder.Write("contractor.v2.json", Broken);
        folder.Write(".v1.json", Broken);
        folder.Write("notes.txt", Broken);
        var catalog = Portal.Catalog(folder.Root);
        Assert.Equal(["contractor"], catalog.Documents.Value.Roles);
        Assert.Equal("Contractor Portal", catalog.Current("contractor")!.Value.Metadata.DisplayName);
        Assert.Equal(catalog.Documents.Version, catalog.Current("contractor")!.Version);
        Assert.Null(catalog.Current("Contractor"));
    }

    [Fact]
    public void Findings_of_all_files_and_both_stages_are_reported_together()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Broken);
        folder.Write("crew.v1.json", Portal.Contractor);
        folder.Write("manager.v1.json", Pointless);
        folder.Write("center.v1.json", "{"u8);
        var refused = Assert.Throws<CksConfigurationException>(() => Portal.Catalog(folder.Root));
        Assert.Equal(
            ["CKS101 center.v1.json", "CKS405 contractor.v1.json", "CKS401 crew.v1.json", "CKS403 manager.v1.json", "CKS401 manager.v1.json"],
            refused.Diagnostics.Select(d => $"{d.Code} {Path.GetFileName(d.Location.File)}"));
        Assert.Contains("The file is the hub of \"crew\", the document that of \"contractor\".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_with_a_mistake_of_each_stage_reports_both()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Pointless).Replace("#2563eb", "blue", StringComparison.Ordinal)));
        var refused = Assert.Throws<CksConfigurationException>(() => Portal.Catalog(folder.Root));
        Assert.Equal(["CKS405", "CKS403"], refused.Diagnostics.Select(d => d.Code.Id));
    }

    [Fact]
    public void Missing_or_empty_folder_is_reported()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(Assert.Throws<CksConfigurationException>(() => Portal.Catalog(folder.Root)).Diagnostics).Code);
        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(Assert.Throws<CksConfigurationException>(() => Portal.Catalog(Path.Combine(folder.Root, "none"))).Diagnostics).Code);
    }

    [Fact]
    public void Role_with_two_documents_is_reported()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        folder.Write("contractor.v2.json", Portal.Contractor);
        HubFolder[] folders = [new(Path.Combine(folder.Root, "{role}.v1.json")), new(Path.Combine(folder.Root, "{role}.v2.json"))];
        var refused = Assert.Throws<CksConfigurationException>(() => new HubCatalog(new() { Roles = folders }, null, Portal.Targets, Portal.Policies(Portal.Capabilities), null));
        Assert.Equal("The role \"contractor\" has a hub document already.", Assert.Single(refused.Diagnostics).Message);
    }

    [Theory]
    [InlineData("hubs/role.v1.json")]
    [InlineData("hubs/{role}/{role}.json")]
    [InlineData("{role}/hub.json")]
    [InlineData("hubs/{role}{role}.json")]
    public void Pattern_names_the_role_once_in_the_name_of_the_file(string pattern) => Assert.Throws<CksConfigurationException>(() => new HubFolder(pattern));

    [Fact]
    public void Bad_reload_leaves_the_old_revision_in_place_whatever_came_before() =>
        Gen.Int[0, 4].Array[1, 8].Sample(steps =>
        {
            using var folder = new TemporaryFolder();
            folder.Write("contractor.v1.json", Portal.Contractor);
            folder.Write("crew.v1.json", File.ReadAllBytes(Path.Combine(Portal.Folder, "crew.v1.json")));
            var catalog = Portal.Catalog(folder.Root);
            var inUse = 3;
            foreach (var step in steps)
            {
                var before = catalog.Documents;
                folder.Write("contractor.v1.json", step switch { 0 => Broken, 1 => Pointless, 2 => [], 3 => Portal.Contractor, _ => Renamed });
                var result = catalog.TryReload();
                Assert.Equal(step >= 3, result.IsLoaded);
                Assert.Equal(step >= 3, result.Diagnostics.Count == 0);
                if (step >= 3 && step != inUse)
                    Assert.Equal(before.Version.Sequence + 1, catalog.Documents.Version.Sequence);
                else
                    Assert.Same(before, catalog.Documents);
                inUse = step >= 3 ? step : inUse;
                Assert.NotNull(catalog.Current("crew"));
            }
        }, iter: 50);

    [Fact]
    public void Reload_takes_the_documents_of_now_and_names_them_by_their_content()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        var catalog = Portal.Catalog(folder.Root);
        var first = catalog.Documents.Version;
        folder.Write("contractor.v1.json", Renamed);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal("Crews", catalog.Current("contractor")!.Value.Navigation.SidebarItems[2].Label);
        Assert.NotEqual(first.Hash, catalog.Documents.Version.Hash);
        folder.Write("contractor.v1.json", Portal.Contractor);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(first.Hash, catalog.Documents.Version.Hash);
    }

    [Fact]
    public void S09_File_that_vanished_is_refused_with_everything_else_because_its_hub_may_take_rights_away()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        folder.Write("crew.v1.json", File.ReadAllBytes(Path.Combine(Portal.Folder, "crew.v1.json")));
        var catalog = Portal.Catalog(folder.Root);
        File.Delete(Path.Combine(folder.Root, "crew.v1.json"));
        Assert.Equal("CKS107 The hub of the role \"crew\" is gone.", Assert.Single(catalog.TryReload().Diagnostics) is var gone ? $"{gone.Code} {gone.Message}" : "");
        Assert.NotNull(catalog.Current("crew"));
        File.Delete(Path.Combine(folder.Root, "contractor.v1.json"));
        Assert.False(catalog.TryReload().IsLoaded);
        Assert.NotNull(catalog.Current("contractor"));
    }

    [Fact]
    public void Documents_can_be_rolled_back_together()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        var catalog = Portal.Catalog(folder.Root);
        folder.Write("contractor.v1.json", Renamed);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.True(catalog.Store.RollBack(1, "ann", "wrong label").IsActivated);
        Assert.Equal("My Crews", catalog.Current("contractor")!.Value.Navigation.SidebarItems[2].Label);
        Assert.Equal(3, catalog.Documents.Version.Sequence);
    }
}
