using System.Text;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cks.Storage.Tests;

/// <summary>Two hosts on one database: what one publishes both have, and each says which revision that is.</summary>
public abstract class TwoHostsTests(StorageFixture storage) : IDisposable
{
    private const string Good = """{ "version": 1, "resources": { "orders": { "actions": ["view", "accept"] } }, "roles": { "clerk": { "permit": [{ "id": "one", "actions": ["orders:view"] }] } } }""";
    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");
    private static readonly RevisionAuthor Bob = new("https://login.example", "bob");

    private readonly SettingsFolder _settings = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _settings.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_one_publishes_both_have_and_what_is_refused_neither()
    {
        var database = await storage.EmptyAsync();
        using var one = await HostAsync(database);
        using var other = await HostAsync(database);
        var publisher = one.Services.GetRequiredService<RevisionPublisher>();
        Assert.Equal([RevisionDocuments.Policy, RevisionDocuments.Settings], publisher.Documents);
        // Without a policy in force neither starts.
        await Assert.ThrowsAsync<CksConfigurationException>(() => other.StartAsync(Token));
        var first = await publisher.ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(Good), 0, Ann, "the first", Token);
        Assert.False(first.Revision!.IsEffective);
        Assert.True((await publisher.ApproveAsync(RevisionDocuments.Policy, 1, Bob, "seen", Token)).IsAccepted);

        using var third = await HostAsync(database);
        IHost[] hosts = [one, third];
        foreach (var host in hosts)
            await host.StartAsync(Token);
        Assert.All(hosts, h => Assert.Equal(1, Policies(h).Current.Provenance.Revision));

        var refused = await publisher.ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(Good.Replace("orders:view", "order:view", StringComparison.Ordinal)), 1, Ann, "a typo", Token);
        Assert.Equal(RevisionRefusal.Findings, refused.Refusal);
        var wider = await publisher.ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(Good.Replace("\"orders:view\"", "\"orders:view\", \"orders:accept\"", StringComparison.Ordinal)), 1, Ann, "clerks accept", Token);
        Assert.Contains("orders:accept", wider.Revision!.Gains, StringComparison.Ordinal);
        Assert.All(hosts, h => Assert.Equal(1, Policies(h).Current.Provenance.Revision));
        await publisher.ApproveAsync(RevisionDocuments.Policy, 2, Bob, "seen", Token);
        await UntilAsync(() => hosts.All(h => Policies(h).Current.Provenance is { Revision: 2, Reason: "clerks accept" }));
        Assert.Equal(Policies(one).Current.Version.Hash, Policies(third).Current.Version.Hash);

        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Settings, """{"Portal":{"PageSize":33}}"""u8.ToArray(), 0, Ann, "more of them", Token)).IsAccepted);
        await UntilAsync(() => hosts.All(h => h.Services.GetRequiredService<IOptionsMonitor<Page>>().CurrentValue.PageSize == 33));
        Assert.All(hosts, h => Assert.Equal(1, h.Services.GetRequiredService<SnapshotStore<RuntimeSettings>>().Current.Provenance.Revision));
        Assert.Equal(RevisionRefusal.Findings, (await publisher.ProposeAsync(RevisionDocuments.Settings, """{"ConnectionStrings":{"Main":"x"}}"""u8.ToArray(), 1, Ann, "r", Token)).Refusal);

        // Back again: a revision of its own, which is judged as well.
        Assert.False((await publisher.RollBackAsync(RevisionDocuments.Policy, 1, 2, Bob, "too wide", Token)).Revision!.IsEffective);
        await publisher.ApproveAsync(RevisionDocuments.Policy, 3, Ann, "yes", Token);
        await UntilAsync(() => hosts.All(h => Policies(h).Current.Provenance is { Revision: 3, Restores: 1 }));
        Assert.False(one.Services.GetRequiredKeyedService<SnapshotFile>(typeof(RuntimeSettings)).IsStale);
        foreach (var host in hosts)
            await host.StopAsync(Token);
    }

    private protected static SnapshotStore<Policy> Policies(IHost host) => host.Services.GetRequiredService<SnapshotStore<Policy>>();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
            await Task.Delay(20, giveUp.Token);
    }

    private Task<IHost> HostAsync(StorageDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = _settings.Root });
        // Longer than the test: what comes in time came by a notice.
        builder.Configuration.AddCksStore(o =>
        {
            (o.DataSource, o.PollInterval) = (database.Source, TimeSpan.FromMinutes(5));
            o.KeepLastKnownGood(Path.Combine(_settings.Root, $"{Guid.NewGuid():n}.cks"), new(new byte[32]));
        });
        builder.Services.AddCksStorage(o => o.DataSource = database.Source);
        builder.Services.AddCksRbac().AddPolicyStore(secondPerson: true);
        builder.Services.Configure<Page>(builder.Configuration.GetSection("Portal"));
        return Task.FromResult(builder.Build());
    }

    private sealed class Page
    {
        public int PageSize { get; set; } = 20;
    }
}

public sealed class SqliteTwoHostsTests(SqliteStorage storage) : TwoHostsTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresTwoHostsTests(PostgresStorage storage) : TwoHostsTests(storage), IClassFixture<PostgresStorage>;
