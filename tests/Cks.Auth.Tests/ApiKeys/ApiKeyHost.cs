using System.Net;
using System.Security.Cryptography;
using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>The real registration of one host, with a store, a clock and owners that a test moves.</summary>
internal sealed class ApiKeyHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ApiKeyHost(Action<CksApiKeyOptions>? configure = null, CountingApiKeyStore? store = null, FakeTimeProvider? time = null, IChangeBus? bus = null, Secret<byte[]>? pepper = null, Action<IServiceCollection>? more = null,
        string? environment = "Development", string? outside = "Development")
    {
        (Store, Time) = (store ?? new(), time ?? new(AuthHost.Start));
        Pepper = pepper ?? new(RandomNumberGenerator.GetBytes(32), Time);
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Log)))
            .AddSingleton<IApiKeyStore>(Store)
            .AddSingleton<IHoldings>(Holdings)
            .AddSingleton<IApiKeyOwnerResolver>(Owners)
            .AddSingleton(new SecurityEvents([Sink]))
            .AddCksApiKeys(o =>
            {
                o.Pepper = Pepper;
                configure?.Invoke(o);
            });
        if (environment is not null)
            services.AddSingleton<IHostEnvironment>(new TestEnvironment { EnvironmentName = environment });
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(HostDefaults.EnvironmentKey, outside)]).Build());
        if (bus is not null)
            services.AddSingleton(bus);
        more?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Keys = _services.CreateScope().ServiceProvider.GetRequiredService<IApiKeys>();
    }

    public static IPAddress Home { get; } = IPAddress.Parse("192.0.2.7");

    public CountingApiKeyStore Store { get; }

    public FakeTimeProvider Time { get; }

    public Secret<byte[]> Pepper { get; }

    public TestOwners Owners { get; } = new();

    public TestHoldings Holdings { get; } = new();

    public RecordedEvents Sink { get; } = new();

    public FakeLogCollector Log { get; } = new();

    public IServiceProvider Services => _services;

    public IApiKeys Keys { get; }

    public ApiKeyMemory Memory => _services.GetRequiredService<ApiKeyMemory>();

    public ApiKeyUpkeep Upkeep => _services.GetRequiredService<ApiKeyUpkeep>();

    public long Hmacs => _services.GetRequiredService<ApiKeyHasher>().Count;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ApiKeyRequest Request(TimeSpan? lifetime = null) => new(TestOwners.Robot, "nightly", ["orders:view", "orders:accept"], Time.GetUtcNow() + (lifetime ?? TimeSpan.FromDays(30)));

    public async Task<(ApiKey Key, string Text)> CreateAsync(Func<ApiKeyRequest, ApiKeyRequest>? change = null)
    {
        var outcome = await Keys.CreateAsync(TestHoldings.Ada, (change ?? (r => r))(Request()), Cancel);
        Assert.True(outcome.IsDone, outcome.ToString());
        return (outcome.New!.Key, outcome.New.TakeText());
    }

    public async Task<string> RotateAsync(string id, TimeSpan overlap)
    {
        var outcome = await Keys.RotateAsync(TestHoldings.Ada, new(id, overlap, Time.GetUtcNow() + TimeSpan.FromDays(30)), Cancel);
        Assert.True(outcome.IsDone, outcome.ToString());
        return outcome.New!.TakeText();
    }

    public ValueTask<ApiKeyOutcome> OutcomeAsync(string text, IPAddress? address = null) =>
        _services.GetRequiredService<IApiKeyCheck>().CheckAsync(text.AsMemory(), new(address ?? Home), Cancel);

    /// <summary>The text of the reason; <c>valid</c> for none.</summary>
    public async Task<string> CheckAsync(string text, IPAddress? address = null)
    {
        var outcome = await OutcomeAsync(text, address);
        return outcome.IsValid ? "valid" : outcome.OwnerReason?.ToText() ?? outcome.Reason.Value.ToText();
    }

    public async Task<List<ApiKeyRecord>> HistoryAsync()
    {
        var rows = new List<ApiKeyRecord>();
        await foreach (var row in Store.HistoryAsync(TenantId.Parse("main"), Cancel))
            rows.Add(row);
        return rows;
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private sealed class TestEnvironment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
