using Cks.Core;
using Cks.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Storage.Tests;

public abstract class ChangeBusTests : IAsyncDisposable
{
    private readonly List<IChangeBus> _buses = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_arrives_in_order() => await ChangeBusContract.ATopicArrivesInOrderAsync(await BusAsync(), await BusAsync(), Token);

    [Fact]
    public async Task A_notice_arrives_whole() => await ChangeBusContract.ANoticeArrivesWholeAsync(await BusAsync(), await BusAsync(), Token);

    [Fact]
    public async Task What_follows_a_subscription_is_received() => await ChangeBusContract.WhatFollowsASubscriptionIsReceivedAsync(await BusAsync(), await BusAsync(), Token);

    [Fact]
    public async Task A_subscriber_holds_up_nobody() => await ChangeBusContract.ASubscriberHoldsUpNobodyAsync(await BusAsync(), await BusAsync(), Token);

    [Fact]
    public async Task Its_own_notices_reach_a_host_as_well()
    {
        var bus = await BusAsync();
        await ChangeBusContract.ATopicArrivesInOrderAsync(bus, bus, Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bus in _buses.OfType<IAsyncDisposable>())
            await bus.DisposeAsync();
        await EndAsync();
    }

    /// <summary>The bus of another host.</summary>
    private protected abstract Task<IChangeBus> MakeAsync();

    protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    private async Task<IChangeBus> BusAsync()
    {
        var bus = await MakeAsync();
        _buses.Add(bus);
        return bus;
    }
}

public sealed class InProcessBusTests : ChangeBusTests
{
    private readonly InProcessChangeBus _bus = new();

    private protected override Task<IChangeBus> MakeAsync() => Task.FromResult<IChangeBus>(_bus);
}

public sealed class PollingBusTests(SqliteStorage storage) : ChangeBusTests, IClassFixture<SqliteStorage>
{
    private StorageDatabase? _database;

    private protected override async Task<IChangeBus> MakeAsync() => Of(StorageDatabase.Of((_database ??= await storage.EmptyAsync()).Source));

    internal static PollingChangeBus Of(StorageDatabase database, TimeProvider? time = null, ILogger<PollingChangeBus>? logger = null) =>
        new(database, Options.Create(new CksStorageOptions { PollInterval = TimeSpan.FromMilliseconds(20) }), time ?? TimeProvider.System, logger ?? NullLogger<PollingChangeBus>.Instance);
}

public sealed class PostgresBusTests(PostgresStorage storage) : ChangeBusTests, IClassFixture<PostgresStorage>
{
    private protected override async Task<IChangeBus> MakeAsync() => Of(await storage.EmptyAsync());

    internal static PostgresChangeBus Of(StorageDatabase database, TimeProvider? time = null) => new(database, time ?? TimeProvider.System, NullLogger<PostgresChangeBus>.Instance);
}
