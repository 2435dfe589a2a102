using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>A restart in the middle of faults: what the copy on disk knows is not forgotten.</summary>
public sealed class HubRestartTests : IDisposable
{
    private const string NoFinancials = """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false } }""";

    private readonly LayerFolder _folder = new();

    [Fact]
    public void S09_Restart_without_a_tenants_file_denies_what_its_last_layer_denied()
    {
        _folder.Tenant("acme", NoFinancials);
        Start();
        _folder.Delete("tenants/acme.json");
        for (var i = 0; i < 3; i++)
        {
            var catalog = Start();
            Assert.Equal(SnapshotOrigin.Documents, catalog.Documents.Provenance.Origin);
            Assert.Equal(TenantLayerState.LastKnownGood, catalog.Current("contractor", "acme")!.State);
            Assert.DoesNotContain("financials:view", LayerFolder.Permitted(catalog, "acme"));
            Assert.Contains("financials:view", LayerFolder.Permitted(catalog, "main"));
            Assert.Equal(HubHealthState.Degraded, catalog.Health.State);
        }

        // Taken away by somebody: the layer is empty first, and then its file may go.
        _folder.Tenant("acme", "{}");
        Start();
        _folder.Delete("tenants/acme.json");
        Assert.Equal((TenantLayerState.NoLayer, HubHealthState.Good), Start() is var last ? (last.Current("contractor", "acme")!.State, last.Health.State) : default);
    }

    [Fact]
    public void S09_Restart_without_a_roles_file_keeps_its_hub_until_the_roles_are_listed_without_it()
    {
        _folder.Write("production.json", "{}");
        _folder.Write("manager.v1.json", File.ReadAllText(Path.Combine(Portal.Folder, "manager.v1.json")));
        Start();
        _folder.Delete("manager.v1.json");
        var catalog = Start();
        Assert.Equal(SnapshotOrigin.LastKnownGood, catalog.Documents.Provenance.Origin);
        Assert.NotNull(catalog.Current("manager"));
        Assert.False(catalog.TryReload().IsLoaded);
        Assert.Equal(["contractor"], Start(s => s with { ListedRoles = ["contractor"] }).Documents.Value.Roles);
    }

    [Fact]
    public void S09_Restart_from_the_copy_denies_what_any_kept_layer_denied()
    {
        _folder.Tenant("acme", """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false }, "features": { "messaging": { "kill": true } } }""");
        var catalog = Start();
        _folder.Tenant("acme", """{ "schemaVersion": 2, "permissions": { "canCreateJobs": false } }""");
        Assert.True(catalog.TryReload().IsLoaded);
        _folder.Tenant("acme", "{");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.True(catalog.TryReload().IsLoaded);
        var before = LayerFolder.Permitted(catalog, "acme");
        Assert.DoesNotContain("financials:view", before);
        _folder.Delete("production.json");
        for (var i = 0; i < 2; i++)
        {
            catalog = Start();
            Assert.Equal(SnapshotOrigin.LastKnownGood, catalog.Documents.Provenance.Origin);
            Assert.Equal(before, LayerFolder.Permitted(catalog, "acme"));
            Assert.False(catalog.Current("contractor", "acme")!.Definition.Features["messaging"].Enabled);
        }

        // The documents are there again, and the tenant's is still broken.
        _folder.Write("production.json", "{}");
        Assert.Equal(before, LayerFolder.Permitted(Start(), "acme"));
    }

    [Fact]
    public void S26_Copy_that_lacks_what_is_configured_now_is_not_started_from()
    {
        Start();
        var whole = _folder.Sources;
        _folder.Delete("production.json");
        Assert.Equal(CksCodes.DocumentMissing, Assert.Throws<CksConfigurationException>(() => Start(s => s with { ListedRoles = ["contractor", "manager"] })).Diagnostics[0].Code);
        Assert.Throws<CksConfigurationException>(() => Start(s => s with { Environment = [.. whole.Environment, HubSource.File("freeze.json")] }));
        Assert.Throws<CksConfigurationException>(() => Start(s => s with { Base = [.. whole.Base, HubSource.File("base2.json")] }));
        Assert.Equal(SnapshotOrigin.LastKnownGood, Start().Documents.Provenance.Origin);
    }

    public void Dispose() => _folder.Dispose();

    private HubCatalog Start(Func<HubSources, HubSources>? change = null)
    {
        var copy = new SnapshotFile(Path.Combine(_folder.FullName, "kept", "hubs.cks"), "hubs", new Secret<byte[]>(new byte[32]));
        return new((change ?? (s => s))(_folder.Sources), null, Portal.Targets, _folder.Policies, source => SnapshotLoader<HubDocuments>.Start(source, copy), copy: copy);
    }
}
