using System.Reflection;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class HubSourceTests
{
    private static readonly Assembly Here = typeof(HubSourceTests).Assembly;

    [Fact]
    public void Sources_of_all_kinds_are_put_together_in_the_order_of_their_layers()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tenants/acme.json", """{ "schemaVersion": 2, "metadata": { "displayName": "Acme" } }""");
        var catalog = new HubCatalog(
            new()
            {
                Base = [HubSource.Memory("base", """{ "schemaVersion": 2, "metadata": { "displayName": "hidden by the role" }, "features": { "messaging": { "enabled": true } } }"""u8.ToArray())],
                Roles = [HubSource.Embedded(Here, "{role}.hub.json")],
                Environment = [HubSource.Http("https://config.example/production.json", options: new() { Handler = new Answers(_ => Answers.Of("""{ "schemaVersion": 2, "metadata": { "version": "9.0.0" } }"""u8.ToArray())) })],
                Tenants = [new HubFolder(Path.Combine(folder.Root, "tenants", "{tenant}.json"), NamePattern.TenantPlace)],
            },
            null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);
        Assert.Equal(["contractor", "crew"], catalog.Documents.Value.Roles);
        var hub = catalog.Current("contractor", "acme")!;
        Assert.Equal(("Acme", "9.0.0"), (hub.Definition.Metadata.DisplayName, hub.Definition.Metadata.Version));
        Assert.Equal("Contractor Portal", catalog.Current("contractor", "main")!.Definition.Metadata.DisplayName);
        Assert.True(hub.Definition.Features.ContainsKey("messaging"));
        Assert.Equal(["base", "contractor.hub.json", "https://config.example/production.json"], hub.Layers.Take(3).Select(l => l.File));
    }

    [Fact]
    public void An_assembly_without_the_resource_is_a_document_that_is_missing()
    {
        foreach (var name in (string[])["none.json", "{role}.none.json"])
            Assert.Equal(CksCodes.DocumentMissing, Assert.Single(Assert.Throws<CksConfigurationException>(() => Of(HubSource.Embedded(Here, name))).Diagnostics).Code);
        Assert.Throws<CksConfigurationException>(() => HubSource.Embedded(Here, "{role}.{role}.json"));
        Assert.Throws<CksConfigurationException>(() => HubSource.Embedded(Here, "{role}.{tenant}.json"));
    }

    [Fact]
    public void A_name_from_memory_is_a_name_too()
    {
        var refused = Assert.Throws<CksConfigurationException>(() => Of(HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["../contractor"] = Portal.Contractor })));
        Assert.Equal(CksCodes.InvalidName, Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public void A_source_stands_where_it_can()
    {
        var builder = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
        var hubs = Microsoft.Extensions.DependencyInjection.CksHubConfigServiceCollectionExtensions.AddCksHubConfig(builder);
        var (one, named) = (HubSource.Memory("one", default(ReadOnlyMemory<byte>)), HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>>()));
        foreach (var mistake in (Action[])[() => hubs.AddBase(named), () => hubs.AddEnvironment(named), () => hubs.AddRoles(one), () => hubs.AddTenants(one), () => hubs.AddBuiltIn(one), () => hubs.AddRoles(named, "a_b"), () => hubs.AddTenants(named, "../a")])
            Assert.Equal(CksCodes.InvalidSetting, Assert.Single(Assert.Throws<CksConfigurationException>(mistake).Diagnostics).Code);
    }

    [Fact]
    public void S09_A_listed_role_without_its_document_stops_the_start() =>
        Assert.Contains("The hub of the role \"manager\" is gone.", Assert.Throws<CksConfigurationException>(
            () => new HubCatalog(new() { Roles = [HubSource.Embedded(Here, "{role}.hub.json")], ListedRoles = ["crew", "manager"] }, null, Portal.Targets, Portal.Policies(Portal.Capabilities), null)).Message, StringComparison.Ordinal);

    private static HubCatalog Of(HubSource roles) => new(new() { Roles = [roles] }, null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);
}
