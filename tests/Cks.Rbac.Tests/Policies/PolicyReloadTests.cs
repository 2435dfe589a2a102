using System.Collections.Concurrent;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Policies;

/// <summary>A policy that is read again when its file changes.</summary>
public sealed class PolicyReloadTests : IDisposable
{
    private const string Good = """{ "version": 1, "resources": { "orders": { "actions": ["view", "accept"], "attributes": ["status"] } }, "roles": { "clerk": { "permit": [{ "id": "one", "actions": ["orders:view"] }] } } }""";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly Events _events = new();
    private readonly Lines _lines = new();

    public PolicyReloadTests() => _folder.Write("app.rbac.json", Good);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_comes_into_use_and_is_told_once()
    {
        using var host = await StartedAsync();

        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"two\""));

        await UntilAsync(() => Rule(host) == "two");
        Assert.Equal(2, Store(host).Current.Version.Sequence);
        await UntilAsync(() => _lines.Count == 1);
        Assert.Equal($"Information Cks.Rbac.Policy Read again: {Store(host).Current.Version} is in use", Assert.Single(_lines));
        // Nothing changes, and nothing is read again.
        await LookAsync(5);
        Assert.Equal(2, Store(host).Current.Version.Sequence);
        Assert.Empty(_events);
    }

    [Fact]
    public async Task What_is_refused_changes_nothing_is_told_once_and_the_next_change_is_read()
    {
        using var host = await StartedAsync();

        _folder.Write("app.rbac.json", Good.Replace("orders:view", "order:view"));

        await UntilAsync(() => _lines.Count == 1);
        await LookAsync(5);
        Assert.Equal(("one", 1), (Rule(host), Store(host).Current.Version.Sequence));
        var line = Assert.Single(_lines);
        Assert.StartsWith($"Warning Cks.Rbac.Policy Read again and refused, {Store(host).Current.Version} stays in use:\nCKS204 app.rbac.json:1:", line, StringComparison.Ordinal);
        Assert.Equal(SecurityEventKinds.SnapshotRefused, Assert.Single(_events).Kind);

        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"two\""));
        await UntilAsync(() => Rule(host) == "two");
    }

    [Fact]
    public async Task A_file_that_is_half_written_or_away_is_never_in_use()
    {
        using var host = await StartedAsync();
        var next = Good.Replace("\"one\"", "\"two\"");
        foreach (var length in new[] { 0, 1, next.Length / 2, next.Length - 1 })
        {
            _folder.Write("app.rbac.json", next[..length]);
            await LookAsync(3);
            Assert.Equal("one", Rule(host));
        }

        File.Delete(Path.Combine(_folder.Root, "app.rbac.json"));
        await LookAsync(3);
        Assert.Equal("one", Rule(host));

        _folder.Write("app.rbac.json", next);
        await UntilAsync(() => Rule(host) == "two");
    }

    [Fact]
    public async Task Bytes_that_still_change_are_not_read()
    {
        HeldClock clock = new(_clock);
        using var host = await StartedAsync(clock: clock);
        // Each of them is a policy; the last one alone is meant. Whenever one was seen, another one stands there before it had stood still.
        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"draft-1\""));
        await UntilAsync(() => clock.Waits == 1);
        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"draft-2\""));
        clock.Held.Advance(DocumentWatcher<Policy>.Settled);
        await UntilAsync(() => clock.Waits == 2);
        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"two\""));
        clock.Held.Advance(DocumentWatcher<Policy>.Settled);
        await UntilAsync(() => clock.Waits == 3);
        Assert.Equal("one", Rule(host));

        clock.Held.Advance(DocumentWatcher<Policy>.Settled);
        await UntilAsync(() => Rule(host) == "two");
        Assert.Equal(["two", "one"], Store(host).Revisions.Select(r => r.Value.Rules[0].Id));
        Assert.Empty(_events);
    }

    [Fact]
    public async Task A_rollback_stays_until_the_file_changes()
    {
        using var host = await StartedAsync();
        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"two\""));
        await UntilAsync(() => Rule(host) == "two");

        Assert.True(Store(host).RollBack(1, "ann", "two was wrong").IsActivated);
        await LookAsync(5);
        _clock.Advance(TimeSpan.FromHours(2));
        await LookAsync(2);
        Assert.Equal("one", Rule(host));

        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"three\""));
        await UntilAsync(() => Rule(host) == "three");
    }

    [Fact]
    public async Task Files_are_watched_as_one()
    {
        _folder.Write("more/a.rbac.json", Good);
        using var host = await StartedAsync(b => b.AddPolicyFiles("more/*.rbac.json", reloadOnChange: true));

        _folder.Write("more/b.rbac.json", """{ "version": 1, "roles": { "lead": { "inherits": ["clerk"] } } }""");
        await UntilAsync(() => Store(host).Current.Value.DeclaresRole("lead"));

        File.Delete(Path.Combine(_folder.Root, "more", "b.rbac.json"));
        await UntilAsync(() => !Store(host).Current.Value.DeclaresRole("lead"));
    }

    [Fact]
    public async Task S26_a_host_that_began_with_its_copy_takes_the_file_when_it_is_back_and_keeps_the_copy_young()
    {
        var copy = Path.Combine(_folder.Root, "policy.cks");
        void Configure(CksRbacBuilder rbac) => rbac.AddPolicyFile("app.rbac.json", reloadOnChange: true).KeepLastKnownGood(copy, new Secret<byte[]>(new byte[32]));
        using (await StartedAsync(Configure))
            File.Delete(Path.Combine(_folder.Root, "app.rbac.json"));
        using var host = await StartedAsync(Configure);
        Assert.Equal(SnapshotOrigin.LastKnownGood, Store(host).Current.Provenance.Origin);
        await LookAsync(3);
        Assert.Equal(SnapshotOrigin.LastKnownGood, Store(host).Current.Provenance.Origin);

        _folder.Write("app.rbac.json", Good);
        await UntilAsync(() => Store(host).Current.Provenance.Origin == SnapshotOrigin.Documents);

        var file = host.Services.GetRequiredKeyedService<SnapshotFile>(typeof(Policy));
        await UntilAsync(() => file.SavedAt >= Store(host).Current.ActivatedAt.AddSeconds(-1));
        var saved = file.SavedAt;
        _clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(() => file.SavedAt > saved);
        Assert.Single(_lines);
    }

    [Fact]
    public async Task A_condition_that_no_type_is_mapped_for_is_refused_while_the_host_runs()
    {
        using var host = await StartedAsync(b => b.AddPolicyFile("app.rbac.json").MapResource<string>("orders", m => m.Id(s => s)));
        var policies = host.Services.GetRequiredService<SnapshotLoader<Policy>>();
        _folder.Write("app.rbac.json", Good.Replace("\"actions\": [\"orders:view\"]", "\"actions\": [\"orders:view\"], \"when\": { \"status\": \"open\" }"));

        var step = policies.Reload();

        Assert.Equal((SnapshotRefusalReason.Analysis, "CKS208"), (step.Reason, Assert.Single(step.Diagnostics).Code.Id));
    }

    [Fact]
    public async Task Without_the_word_nothing_is_watched()
    {
        using var host = await StartedAsync(b => b.AddPolicyFile("app.rbac.json"));
        _folder.Write("app.rbac.json", Good.Replace("\"one\"", "\"two\""));

        await LookAsync(5);

        Assert.Equal("one", Rule(host));
    }

    private static SnapshotStore<Policy> Store(IHost host) => host.Services.GetRequiredService<SnapshotStore<Policy>>();

    private static string Rule(IHost host) => Store(host).Current.Value.Rules[0].Id;

    /// <summary>Lets the clock reach the next look, and what follows it, several times.</summary>
    private async Task LookAsync(int times)
    {
        for (var i = 0; i < times * 4; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(2.5));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 1_000 && !holds(); i++)
            await LookAsync(1);
        Assert.True(holds());
    }

    private async Task<IHost> StartedAsync(Action<CksRbacBuilder>? configure = null, TimeProvider? clock = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = _folder.Root });
        builder.Services.AddSingleton(clock ?? _clock);
        builder.Services.AddSingleton<ISecurityEventSink>(_events);
        builder.Logging.AddProvider(_lines);
        (configure ?? (b => b.AddPolicyFile("app.rbac.json", reloadOnChange: true)))(builder.Services.AddCksRbac());
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>A clock of which the time that bytes have to stand still is held apart.</summary>
    private sealed class HeldClock(TimeProvider clock) : TimeProvider
    {
        private int _waits;

        public FakeTimeProvider Held { get; } = new();

        public int Waits => Volatile.Read(ref _waits);

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != DocumentWatcher<Policy>.Settled)
                return clock.CreateTimer(callback, state, dueTime, period);
            var timer = Held.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _waits);
            return timer;
        }
    }

    private sealed class Events : ConcurrentQueue<SecurityEvent>, ISecurityEventSink
    {
        public void Report(SecurityEvent securityEvent) => Enqueue(securityEvent);
    }

    private sealed class Lines : ConcurrentQueue<string>, ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Line(Lines lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => category.StartsWith("Cks.", StringComparison.Ordinal);

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                    lines.Enqueue($"{logLevel} {category} {formatter(state, exception)}");
            }
        }
    }
}
