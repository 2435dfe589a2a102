using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>The real registration of one host that trusts the two forges.</summary>
internal sealed class RevocationHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IHostedService _sync;

    public RevocationHost(
        RevocationForges forges, FakeTimeProvider time, IRevocationStore? store = null, IChangeBus? bus = null, Action<IServiceCollection>? more = null)
    {
        Log = new();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddLogging(l => l.AddProvider(new FakeLoggerProvider(Log)))
            .AddSingleton<ISecurityEventSink>(Sink)
            .AddSingleton(provider => new SecurityEvents(provider.GetServices<ISecurityEventSink>()))
            .AddCksAuth(forges.Trust);
        if (store is not null)
            services.AddSingleton(store);
        if (bus is not null)
            services.AddSingleton(bus);
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
        _sync = _services.GetServices<IHostedService>().OfType<RevocationSync>().Single();
    }

    public RecordedEvents Sink { get; } = new();

    public FakeLogCollector Log { get; }

    public IServiceProvider Services => _services;

    public IRevocations Revocations => _services.GetRequiredService<IRevocations>();

    public RevocationList List => _services.GetRequiredService<RevocationList>();

    public ITokenValidator Validator => _services.GetRequiredService<ITokenValidator>();

    public Task StartAsync() => _sync.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask<TokenOutcome> ValidateAsync(string token, bool allowUnknown = false) =>
        Validator.ValidateAsync(token.AsMemory(), new(AllowUnknownRevocation: allowUnknown), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
