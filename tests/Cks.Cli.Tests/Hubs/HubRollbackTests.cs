using System.Data.Common;
using System.Text;
using Cks.Core;
using Cks.HubConfig;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Cks.Cli.Tests.Hubs;

/// <summary>Hubs of one database: another process that goes back, and hosts that follow, told of it or not.</summary>
public abstract class HubRollbackTests : IAsyncLifetime
{
    private const string Policy = """{ "version": 1, "resources": { "jobs": { "actions": ["create"] } }, "aliases": { "canCreateJobs": "jobs:create" }, "roles": { "crew": { "permit": [{ "actions": ["jobs:create"] }] } } }""";

    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");

    // Inherited by the process of the tool.
    private readonly string _variable = $"CKS_TEST_{Guid.NewGuid():N}";
    private readonly TemporaryFolder _folder = new();

    private DbDataSource? _source;

    private protected abstract string Dialect { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DbDataSource Source => _source!;

    public async ValueTask InitializeAsync()
    {
        _folder.Write("app.rbac.json", Policy);
        (var connection, _source) = await DatabaseAsync(_folder.Root);
        Environment.SetEnvironmentVariable(_variable, connection);
        Assert.Equal(0, (await Tool.RunAsync(_folder.Root, "db", "migrate", "--connection-env", _variable, "--dialect", Dialect)).Exit);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        if (_source is not null)
            await _source.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty database: what the tool is told, and what hosts are given.</summary>
    private protected abstract Task<(string Connection, DbDataSource Source)> DatabaseAsync(string folder);

    [Fact]
    public async Task S26_An_earlier_revision_comes_back_as_a_new_one_with_author_and_reason()
    {
        var registered = new ServiceCollection().AddSingleton(Source);
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
    public async Task Hosts_on_one_database_converge_on_what_another_process_writes_and_tells_nobody()
    {
        await using var hosts = await HostsAsync(b => b.AddSingleton<IChangeBus>(new SilentBus()));
        Assert.Equal(0, (await RunAsync("--revision", "1", "--seen", "2")).Exit);
        await hosts.UntilAsync(3, "one");
    }

    [Fact]
    public async Task Hosts_on_one_database_converge_on_what_one_of_them_tells_the_other()
    {
        var clock = new NoLooks();
        await using var hosts = await HostsAsync(b => b.AddSingleton<TimeProvider>(clock));
        for (var (revision, title) = (3, "one"); revision < 9; (revision, title) = (revision + 1, title == "one" ? "two" : "one"))
        {
            // Each host in turn.
            var publisher = hosts.Services[revision % 2].GetRequiredService<RevisionPublisher>();
            Assert.True((await publisher.RollBackAsync(RevisionDocuments.Hubs, title == "one" ? 1 : 2, revision - 1, Ann, "r", Token)).IsAccepted);
            await hosts.UntilAsync(revision, title);
        }

        Assert.True(clock.Held > 0);
    }

    private async Task<Hosts> HostsAsync(Action<IServiceCollection> configure)
    {
        IHost[] hosts = [Host(configure), Host(configure)];
        var store = hosts[0].Services.GetRequiredService<IRevisionStore>();
        await ProposeAsync(store, "one", 0);
        await ProposeAsync(store, "two", 1);
        await Task.WhenAll(hosts.Select(h => h.StartAsync(Token)));
        var running = new Hosts(hosts);
        await running.UntilAsync(2, "two");
        return running;
    }

    private IHost Host(Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services);
        builder.Services.AddSingleton(Source).AddCksStorage();
        builder.Services.AddCksRbac().AddPolicy("app.rbac.json", Encoding.UTF8.GetBytes(Policy));
        builder.Services.AddCksHubConfig().AddHubStore();
        return builder.Build();
    }

    private static async Task ProposeAsync(IRevisionStore store, string title, long seen)
    {
        var hub = $$"""{ "schemaVersion": 2, "metadata": { "role": "crew", "version": "1.0.0", "displayName": "{{title}}", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } }, "permissions": { "canCreateJobs": true } }""";
        var policy = Rbac.PolicyReader.Read("app.rbac.json", Encoding.UTF8.GetBytes(Policy)).GetOrThrow();
        var publisher = new RevisionPublisher(store, [HubRevision.Rule(policy)]);
        var outcome = await publisher.ProposeAsync(RevisionDocuments.Hubs, HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["crew"] = Encoding.UTF8.GetBytes(hub) }), seen, Ann, "r", Token);
        Assert.True(outcome.IsAccepted, string.Join('\n', outcome.Diagnostics));
    }

    private Task<ToolRun> RunAsync(params string[] more) =>
        Tool.RunAsync(_folder.Root, ["hub", "rollback", "--connection-env", _variable, "--dialect", Dialect, "--policy", "app.rbac.json", "--reason", "too short", .. more]);

    /// <summary>Two hosts that run.</summary>
    private sealed class Hosts(IHost[] running) : IAsyncDisposable
    {
        public IServiceProvider[] Services => [.. running.Select(h => h.Services)];

        public HubCatalog[] Catalogs => [.. Services.Select(s => s.GetRequiredService<HubCatalog>())];

        public async Task UntilAsync(long revision, string title)
        {
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
            giveUp.CancelAfter(TimeSpan.FromMinutes(2));
            while (Catalogs.Any(h => h.Revision != revision))
                await Task.Delay(20, giveUp.Token);
            Assert.All(Catalogs, h => Assert.Equal((HubHealthState.Good, revision, title), (h.Health.State, h.Health.Revision, h.Current("crew")!.Value.Metadata.DisplayName)));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var host in running)
            {
                await host.StopAsync(CancellationToken.None);
                host.Dispose();
            }
        }
    }

    /// <summary>Nobody hears anything: what arrives was found by looking.</summary>
    private sealed class SilentBus : IChangeBus, IAsyncDisposable
    {
        public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default) => new(this);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A clock by which nobody looks: what arrives came by a notice.</summary>
    private sealed class NoLooks : TimeProvider
    {
        // Those of a watcher of revisions.
        private static readonly TimeSpan Looks = TimeSpan.FromSeconds(5);

        private int _held;

        public int Held => Volatile.Read(ref _held);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Looks)
                Interlocked.Increment(ref _held);
            return base.CreateTimer(callback, state, dueTime == Looks ? Timeout.InfiniteTimeSpan : dueTime, period);
        }
    }
}

public sealed class SqliteHubRollbackTests : HubRollbackTests
{
    private protected override string Dialect => "sqlite";

    private protected override Task<(string Connection, DbDataSource Source)> DatabaseAsync(string folder)
    {
        var connection = $"Data Source={Path.Combine(folder, "app.db")};Pooling=False";
        return Task.FromResult((connection, SqliteFactory.Instance.CreateDataSource(connection)));
    }
}

public sealed class PostgresHubRollbackTests : HubRollbackTests
{
    private readonly PostgresDatabase _postgres = new();

    private protected override string Dialect => "postgres";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _postgres.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<(string Connection, DbDataSource Source)> DatabaseAsync(string folder)
    {
        var database = new NpgsqlConnectionStringBuilder((await _postgres.SourceAsync()).ConnectionString).Database;
        var connection = new NpgsqlConnectionStringBuilder(await PostgresDatabase.ServerAsync()) { Database = database }.ToString();
        return (connection, NpgsqlDataSource.Create(connection));
    }
}
