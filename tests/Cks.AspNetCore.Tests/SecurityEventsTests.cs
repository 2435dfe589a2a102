using System.Collections.Concurrent;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.AspNetCore.Tests;

public sealed class SecurityEventsTests
{
    [Fact]
    public async Task They_are_logged_on_one_line_at_the_level_of_their_kind()
    {
        var log = new LogLines();
        await using var host = await AppHost.StartAsync(settings: (builder, authority) =>
        {
            AppHost.Usual(builder, authority);
            builder.Services.AddSingleton<ILoggerProvider>(log);
        });
        var store = host.Services.GetRequiredService<SnapshotStore<Policy>>();
        store.RollBack(99, "ann\nADMIN", "too late");
        host.Services.GetRequiredService<SecurityEvents>().Report(SecurityEventKinds.LastKnownGoodRefused, "Policy: Replayed", tenantId: "acme");

        Assert.Equal(
            [
                (LogLevel.Warning, @"snapshot.refused: Policy: NotKept, 0 findings; by ann\u000aADMIN, tenant "),
                (LogLevel.Critical, "snapshot.last_known_good.refused: Policy: Replayed; by , tenant acme"),
            ],
            log.Lines);
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(LogLevel Level, string Line)> _lines = new();

        public IReadOnlyList<(LogLevel Level, string Line)> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) => categoryName == "Cks.SecurityEvents" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _lines.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
