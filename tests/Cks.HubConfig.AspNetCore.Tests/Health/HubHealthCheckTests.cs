using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cks.HubConfig.AspNetCore.Tests;

public sealed class HubHealthCheckTests
{
    private static readonly byte[] Policy = """{ "version": 1, "resources": { "jobs": { "actions": ["view", "create"] } }, "aliases": { "canCreateJobs": "jobs:create" }, "roles": { "contractor": { "permit": [{ "actions": ["jobs:*"] }] } } }"""u8.ToArray();

    private byte[] _document = System.Text.Encoding.UTF8.GetBytes(HubHost.Document("contractor"));

    [Fact]
    public async Task Check_is_healthy_and_shows_the_revision_until_the_source_is_refused()
    {
        await using var services = Services();
        var good = await CheckAsync(services);
        Assert.Equal((HealthStatus.Healthy, "1", "Documents"), (good.Status, good.Data["revision"], good.Data["origin"]));
        Assert.Equal(services.GetRequiredService<HubCatalog>().Documents.Version.ToString(), good.Data["version"]);
        _document = "{"u8.ToArray();
        Assert.False(services.GetRequiredService<HubCatalog>().TryReload().IsLoaded);
        var degraded = await CheckAsync(services);
        Assert.Equal((HealthStatus.Degraded, "1"), (degraded.Status, degraded.Data["revision"]));
        Assert.Contains("CKS101", degraded.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S09_Check_is_unhealthy_while_the_built_in_documents_permit_nobody_anything()
    {
        _document = "{"u8.ToArray();
        await using var services = Services();
        var check = await CheckAsync(services);
        Assert.Equal((HealthStatus.Unhealthy, "BuiltIn"), (check.Status, check.Data["origin"]));
        Assert.Contains("CKS101", check.Description, StringComparison.Ordinal);
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["cks-hubs"];

    private ServiceProvider Services()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddCksRbac().AddPolicy("test.rbac.json", Policy);
        services.AddCksHubConfig()
            .AddRoles(HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = System.Text.Encoding.UTF8.GetBytes(HubHost.Document("contractor")) }))
            .AddEnvironment(HubSource.Memory("environment", () => _document.Length == 1 ? _document : "{\"schemaVersion\":2}"u8.ToArray()))
            .AddBuiltIn(HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = System.Text.Encoding.UTF8.GetBytes(HubHost.Document("contractor")) }))
            .AddTargets(HubHost.AddTargets);
        services.AddHealthChecks().AddCksHubs(tags: "ready");
        return services.BuildServiceProvider();
    }
}
