using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore.Tests;

/// <summary>Keeps what a host logs.</summary>
internal sealed class LogLines : ILoggerProvider
{
    public ConcurrentQueue<(string Category, LogLevel Level, string Text)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, Lines);

    public void Dispose()
    {
    }

    private sealed class Category(string name, ConcurrentQueue<(string Category, LogLevel Level, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((name, logLevel, formatter(state, exception)));
    }
}
