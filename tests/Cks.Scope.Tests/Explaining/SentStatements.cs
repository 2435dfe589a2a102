using System.Collections;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cks.Scope.Tests.Explaining;

/// <summary>The statements that Npgsql says it has sent.</summary>
internal sealed class SentStatements : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>What was sent since the last call, as Npgsql tells it.</summary>
    public string Take()
    {
        var all = string.Join('\n', _messages);
        _messages.Clear();
        return all;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // What is about to be sent is told before and after.
        if (state is IEnumerable<KeyValuePair<string, object?>> members && formatter(state, exception).Contains("execution completed", StringComparison.Ordinal))
            foreach (var (name, value) in members)
                if (name is "BatchCommands" or "CommandText")
                    _messages.Enqueue(value is string text ? text : string.Join('\n', ((IEnumerable)value!).Cast<object?>()));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
