using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.Tests;

public sealed class CksHubConfigServiceCollectionExtensionsTests
{
    private static readonly string Documents = Path.Combine(Portal.Folder, "{role}.v1.json");

    [Fact]
    public async Task Started_host_composes_from_the_files()
    {
        using var host = Host(services => services.AddCksHubConfig().AddRoles(Documents).AddTargets(Portal.AddTargets));
        await host.StartAsync();
        var view = await host.Services.GetRequiredService<IHubComposer>().ComposeAsync(Portal.Subject("contractor"));
        Assert.Equal(3, view!.Navigation.Count);
        Assert.Equal(Portal.Roles, host.Services.GetRequiredService<HubCatalog>().Documents.Value.Roles);
        await host.StopAsync();
    }

    [Fact]
    public async Task S26_host_whose_documents_are_gone_starts_from_its_copy()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        folder.Write("crew.v1.json", File.ReadAllBytes(Path.Combine(Portal.Folder, "crew.v1.json")));
        string before;
        using (var first = Started())
            before = first.Documents.Version.Hash;
        File.Delete(Path.Combine(folder.Root, "contractor.v1.json"));
        File.Delete(Path.Combine(folder.Root, "crew.v1.json"));

        using var second = Started();
        Assert.Equal((before, SnapshotOrigin.LastKnownGood), (second.Documents.Version.Hash, second.Documents.Provenance.Origin));
        Assert.Equal(["contractor", "crew"], second.Documents.Value.Roles);
        Assert.Equal(SnapshotOrigin.LastKnownGood, second.Catalog.Current("crew")!.Provenance.Origin);

        Running Started()
        {
            var host = Host(services => services.AddCksHubConfig().AddRoles(Path.Combine(folder.Root, "{role}.v1.json")).AddTargets(Portal.AddTargets)
                .KeepLastKnownGood(Path.Combine(folder.Root, "kept", "hubs.cks"), new Secret<byte[]>(new byte[32])));
            return new(host, host.Services.GetRequiredService<HubCatalog>());
        }
    }

    [Fact]
    public async Task Host_with_a_target_missing_does_not_start()
    {
        using var host = Host(services => services.AddCksHubConfig().AddRoles(Documents).AddTargets(t => t.AddPage("/", HubTargets.NoCapability)));
        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync());
        Assert.All(refused.Diagnostics, d => Assert.Equal(CksCodes.HubUnknownTarget, d.Code));
        Assert.Equal(5, refused.Diagnostics.Select(d => d.Location.File).Distinct().Count());
    }

    [Fact]
    public async Task Host_without_documents_does_not_start()
    {
        using var host = Host(services => services.AddCksHubConfig());
        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync());
        Assert.Contains("AddRoles", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_without_a_policy_does_not_start()
    {
        var builder = Quiet();
        builder.Services.AddCksHubConfig().AddRoles(Documents);
        using var host = builder.Build();
        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync());
        Assert.Contains("AddCksRbac", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modules_of_an_application_may_each_add_their_targets()
    {
        using var host = Host(services =>
        {
            services.AddCksHubConfig().AddRoles(Documents);
            services.AddCksHubConfig().AddTargets(Portal.AddTargets);
        });
        await host.StartAsync();
        await host.StopAsync();
        Assert.Single(host.Services.GetServices<CksHubConfigBuilder>());
    }

    private static IHost Host(Action<IServiceCollection> add)
    {
        var builder = Quiet();
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Portal.PolicyText(Portal.Capabilities, []));
        add(builder.Services);
        return builder.Build();
    }

    private static HostApplicationBuilder Quiet()
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        return builder;
    }

    private sealed record Running(IHost Host, HubCatalog Catalog) : IDisposable
    {
        public Snapshot<HubDocuments> Documents => Catalog.Documents;

        public void Dispose() => Host.Dispose();
    }
}
