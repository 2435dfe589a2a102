using System.Collections.Concurrent;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>The real registration in front of one provider, with its key ring, and everything that was logged and reported.</summary>
internal sealed class KeyHost : ISecurityEventSink, IDisposable
{
    private readonly string _issuer;
    private readonly ServiceProvider _services;
    private readonly ConcurrentQueue<SecurityEvent> _events = new();

    public KeyHost(string issuer, TimeProvider time, Action<CksTokenOptions>? configure = null, Action<IssuerOptions>? configureIssuer = null)
    {
        _issuer = issuer;
        Time = time;
        _services = new ServiceCollection()
            .AddSingleton(time)
            .AddSingleton<ISecurityEventSink>(this)
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Log)))
            .AddCksAuth(o =>
            {
                configure?.Invoke(o);
                if (o.Issuers.Count == 0)
                    o.AddOidc(issuer, "portal", configureIssuer);
            })
            .BuildServiceProvider();
        Validator = _services.GetRequiredService<ITokenValidator>();
        Keys = _services.GetRequiredService<IssuerRegistry>().Find(issuer)!.Keys;
    }

    public TimeProvider Time { get; }

    public FakeLogCollector Log { get; } = new();

    public ITokenValidator Validator { get; }

    public KeyRing Keys { get; }

    public IIssuerRegistry Issuers => _services.GetRequiredService<IIssuerRegistry>();

    public IEnumerable<string> Events => _events.Select(e => e.Kind.Id);

    public IEnumerable<string> Details => _events.Select(e => e.Detail);

    public void Advance(TimeSpan time) => ((FakeTimeProvider)Time).Advance(time);

    /// <summary>"valid", the reason, or "unavailable: " and the problem.</summary>
    public async Task<string> TryAsync(string token)
    {
        try
        {
            var outcome = await Validator.ValidateAsync(token.AsMemory(), TestContext.Current.CancellationToken);
            return outcome.IsValid ? "valid" : outcome.Reason.Value.ToText();
        }
        catch (SigningKeysUnavailableException e)
        {
            return $"unavailable: {e.Problem}";
        }
    }

    public Task<string> TryAsync(TestKey key) => TryAsync(key.Token(_issuer, Time.GetUtcNow()));

    public Task RefreshAsync() => Keys.RefreshAsync(TestContext.Current.CancellationToken);

    public static async Task UntilAsync(Func<bool> happened)
    {
        while (!happened())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    public void Report(SecurityEvent happened) => _events.Enqueue(happened);

    public void Dispose() => _services.Dispose();
}
