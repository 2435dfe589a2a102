using System.Data.Common;
using System.Security.Claims;
using System.Security.Cryptography;
using Cks.Auth;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Storage.Tests;

/// <summary>Keys in a database, asked for as a host asks.</summary>
public abstract class WarmKeyTests(StorageFixture storage)
{
    private const int Owners = 200;
    private const int KeysEach = 50;
    private static readonly TenantId Main = TenantId.Parse("main");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_keys_once_read_are_checked_without_the_database_and_a_wrong_checksum_never_asks_it()
    {
        var pepper = RandomNumberGenerator.GetBytes(32);
        // Made by a host that keeps them in memory, and copied: 200 changes instead of 10,000.
        await using var memory = HostOf(pepper, null);
        var source = new CountingSource((await storage.EmptyAsync()).Source);
        await using var host = HostOf(pepper, source);
        var (store, texts) = (host.GetRequiredService<IApiKeyStore>(), new List<string>());
        Assert.IsType<StoredApiKeys>(store);
        foreach (var owner in Enumerable.Range(0, Owners).Select(i => new ApiKeyOwner(Main, "urn:cks:service-accounts", $"svc{i}")))
        {
            texts.AddRange(await MakeAsync(memory, owner));
            var made = await memory.GetRequiredService<IApiKeyStore>().OfAsync(owner, Token);
            await store.ChangeAsync(owner, _ => new(made, [], null), Token);
        }

        var check = host.GetRequiredService<IApiKeyCheck>();
        var before = source.Count;
        await Parallel.ForEachAsync(texts, Token, async (text, token) => Assert.True((await check.CheckAsync(text.AsMemory(), new(null), token)).IsValid));
        Assert.Equal(Owners * KeysEach, source.Count - before); // cold: each is read once

        before = source.Count;
        foreach (var text in texts)
        {
            Assert.True((await check.CheckAsync(text.AsMemory(), new(null), Token)).IsValid);
            var typo = text[..^1] + (text[^1] == 'A' ? 'B' : 'A');
            Assert.Equal(ApiKeyRejectionReason.Malformed, (await check.CheckAsync(typo.AsMemory(), new(null), Token)).Reason);
        }

        Assert.Equal(before, source.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Storage_keeps_keys_whichever_is_registered_first(bool storageFirst)
    {
        await using var host = HostOf(new byte[32], (await storage.EmptyAsync()).Source, storageFirst);
        Assert.IsType<StoredApiKeys>(host.GetRequiredService<IApiKeyStore>());
    }

    private static async Task<List<string>> MakeAsync(ServiceProvider host, ApiKeyOwner owner)
    {
        await using var scope = host.CreateAsyncScope();
        var (keys, texts) = (scope.ServiceProvider.GetRequiredService<IApiKeys>(), new List<string>());
        for (var i = 0; i < KeysEach; i++)
            texts.Add((await keys.CreateAsync(new ClaimsPrincipal(), new(owner, "nightly", ["orders:view"], TimeProvider.System.GetUtcNow().AddDays(1)), Token)).New!.TakeText());
        return texts;
    }

    private static ServiceProvider HostOf(byte[] pepper, DbDataSource? source, bool storageFirst = false)
    {
        // What is remembered ends after a minute, which a busy machine may take.
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new FakeTimeProvider(TimeProvider.System.GetUtcNow())).AddSingleton<IHoldings>(new Everything()).AddSingleton<IApiKeyOwnerResolver>(new Anybody());
        if (source is not null && storageFirst)
            services.AddCksStorage(o => o.DataSource = source);
        services.AddCksApiKeys(o => (o.Pepper, o.MostKeys) = (new(pepper), KeysEach));
        if (source is not null && !storageFirst)
            services.AddCksStorage(o => o.DataSource = source);
        return services.BuildServiceProvider();
    }

    private sealed class Everything : IHoldings
    {
        public ValueTask<Holding> AskAsync(HoldingQuestion question, CancellationToken cancellationToken = default) =>
            new(new Holding("https://login.example", "ann", Main) { IsPermitted = true, Held = [.. question.Capabilities] });
    }

    private sealed class Anybody : IApiKeyOwnerResolver
    {
        public ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default) =>
            new(SessionResolution.From(owner.Issuer, owner.Subject, new SessionRecord { Tenant = owner.Tenant, Code = owner.Subject, Roles = ["robot"], Status = "active" }, ["robot"]));
    }
}

public sealed class SqliteWarmKeyTests(SqliteStorage storage) : WarmKeyTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresWarmKeyTests(PostgresStorage storage) : WarmKeyTests(storage), IClassFixture<PostgresStorage>;
