using System.Data.Common;
using System.Text;
using Cks.Core;
using Cks.HubConfig;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Cli.Tests.Hubs;

public sealed class HubRollbackTests : IDisposable
{
    private const string Policy = """{ "version": 1, "resources": { "jobs": { "actions": ["create"] } }, "aliases": { "canCreateJobs": "jobs:create" }, "roles": { "crew": { "permit": [{ "actions": ["jobs:create"] }] } } }""";

    // Inherited by the process of the tool.
    private readonly string _variable = $"CKS_TEST_{Guid.NewGuid():N}";
    private readonly TemporaryFolder _folder = new();

    public HubRollbackTests()
    {
        _folder.Write("app.rbac.json", Policy);
        Environment.SetEnvironmentVariable(_variable, Connection);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Connection => $"Data Source={Path.Combine(_folder.Root, "app.db")};Pooling=False";

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Dispose();
    }

    [Fact]
    public async Task S26_An_earlier_revision_comes_back_as_a_new_one_with_author_and_reason()
    {
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "db", "migrate", "--connection-env", _variable, "--dialect", "sqlite")).Exit);
        await using var source = SqliteFactory.Instance.CreateDataSource(Connection);
        var registered = new ServiceCollection().AddSingleton<DbDataSource>(source);
        registered.AddCksStorage();
        await using var services = registered.BuildServiceProvider();
        var store = services.GetRequiredService<IRevisionStore>();
        await ProposeAsync(store, "one", 0);
        await ProposeAsync(store, "two", 1);
        Assert.Equal((1, "refused NotSeen\n"), await RunAsync("--revision", "1", "--seen", "1") is var stale ? (stale.Exit, stale.Output) : default);
        var back = await RunAsync("--revision", "1", "--seen", "2");
        Assert.Equal((0, true), (back.Exit, back.Output.StartsWith("hubs 3 ", StringComparison.Ordinal)));
        var inForce = (await store.HeadAsync(RevisionDocuments.Hubs, Token)).InForce!;
        Assert.Equal((3L, 1L, "too short"), (inForce.Sequence, inForce.Restores!.Value, inForce.Reason));
        Assert.Contains("one", Encoding.UTF8.GetString(inForce.Content.Span), StringComparison.Ordinal);

        // Where hosts ask for a second person it waits for one.
        Assert.Contains("waits for a second person", (await RunAsync("--revision", "2", "--seen", "3", "--second-person")).Output, StringComparison.Ordinal);
        Assert.Equal(3, (await store.HeadAsync(RevisionDocuments.Hubs, Token)).InForce!.Sequence);

        // What the policy does not know any more does not come back.
        _folder.Write("app.rbac.json", Policy.Replace("\"canCreateJobs\": \"jobs:create\"", "", StringComparison.Ordinal));
        var refused = await RunAsync("--revision", "2", "--seen", "4");
        Assert.Equal((1, "refused Findings\n"), (refused.Exit, refused.Output));
        Assert.Contains("CKS404", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_on_one_database_converge_on_what_another_process_writes()
    {
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "db", "migrate", "--connection-env", _variable, "--dialect", "sqlite")).Exit);
        await using var source = SqliteFactory.Instance.CreateDataSource(Connection);
        using var first = Host(source);
        using var second = Host(source);
        var store = first.Services.GetRequiredService<IRevisionStore>();
        await ProposeAsync(store, "one", 0);
        await ProposeAsync(store, "two", 1);
        await Task.WhenAll(first.StartAsync(Token), second.StartAsync(Token));
        HubCatalog[] hosts = [first.Services.GetRequiredService<HubCatalog>(), second.Services.GetRequiredService<HubCatalog>()];
        Assert.All(hosts, h => Assert.Equal((2L, "two"), (h.Revision, h.Current("crew")!.Value.Metadata.DisplayName)));
        Assert.Equal(0, (await RunAsync("--revision", "1", "--seen", "2")).Exit);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        giveUp.CancelAfter(TimeSpan.FromMinutes(2));
        while (hosts.Any(h => h.Revision != 3))
            await Task.Delay(20, giveUp.Token);
        Assert.All(hosts, h => Assert.Equal((HubHealthState.Good, 3L, "one"), (h.Health.State, h.Health.Revision, h.Current("crew")!.Value.Metadata.DisplayName)));
        await Task.WhenAll(first.StopAsync(CancellationToken.None), second.StopAsync(CancellationToken.None));
    }

    private static IHost Host(DbDataSource source)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(source).AddCksStorage();
        builder.Services.AddCksRbac().AddPolicy("app.rbac.json", Encoding.UTF8.GetBytes(Policy));
        builder.Services.AddCksHubConfig().AddHubStore();
        return builder.Build();
    }

    private static async Task ProposeAsync(IRevisionStore store, string title, long seen)
    {
        var hub = $$"""{ "schemaVersion": 2, "metadata": { "role": "crew", "version": "1.0.0", "displayName": "{{title}}", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } }, "permissions": { "canCreateJobs": true } }""";
        var policy = Rbac.PolicyReader.Read("app.rbac.json", Encoding.UTF8.GetBytes(Policy)).GetOrThrow();
        var publisher = new RevisionPublisher(store, [HubRevision.Rule(policy)]);
        var outcome = await publisher.ProposeAsync(RevisionDocuments.Hubs, HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["crew"] = Encoding.UTF8.GetBytes(hub) }), seen, new("https://login.example", "ann"), "r", Token);
        Assert.True(outcome.IsAccepted, string.Join('\n', outcome.Diagnostics));
    }

    private Task<ToolRun> RunAsync(params string[] more) =>
        Tool.RunAsync(_folder.Root, ["hub", "rollback", "--connection-env", _variable, "--dialect", "sqlite", "--policy", "app.rbac.json", "--reason", "too short", .. more]);
}
