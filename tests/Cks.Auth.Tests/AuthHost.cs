using System.Diagnostics.Metrics;
using Cks.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>The real registration with a clock to turn and everything that was logged.</summary>
internal sealed class AuthHost : IDisposable
{
    private readonly ServiceProvider _services;

    public AuthHost(Action<CksTokenOptions> configure, FakeTimeProvider? time = null, IRevocationCheck? revocations = null)
    {
        Time = time ?? new FakeTimeProvider(Start);
        Log = new();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Log)));
        if (revocations is not null)
            services.AddSingleton(revocations);
        _services = services.AddCksAuth(configure).BuildServiceProvider();
        Validator = _services.GetRequiredService<ITokenValidator>();
    }

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; }

    public FakeLogCollector Log { get; }

    public ITokenValidator Validator { get; }

    public IIssuerRegistry Issuers => _services.GetRequiredService<IIssuerRegistry>();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static AuthHost For(TokenForge forge, FakeTimeProvider time, string audience = "portal", Action<IssuerOptions>? configure = null) =>
        new(o => o.AddKeys(forge.Issuer, forge.Jwks(), audience, configure), time);

    public ValueTask<TokenOutcome> ValidateAsync(string token, TokenPresentation presentation = default) =>
        Validator.ValidateAsync(token.AsMemory(), presentation, TestContext.Current.CancellationToken);

    public void Dispose() => _services.Dispose();
}
