using Cks.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class ImpersonationRefusalsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CountingSessionStore _store;
    private readonly Sink _sink = new();
    private readonly ImpersonationRefusals _refusals;

    public ImpersonationRefusalsTests()
    {
        _store = new(new InMemorySessionStore(_time));
        _refusals = new(_store, _time, new SecurityEvents([_sink], clock: _time));
    }

    [Fact]
    public async Task S30_nobody_hides_the_refusals_of_another()
    {
        for (var i = 0; i < 50; i++)
            await AddAsync("mallory", "ada");
        await AddAsync("eve", "ada");
        await AddAsync("mallory", "bob");
        Assert.Equal((10, 1, 1), (Count("mallory", "ada"), Count("eve", "ada"), Count("mallory", "bob")));
        Assert.Equal(12, (await KeptAsync()).Count);

        _time.Advance(TimeSpan.FromMinutes(1));
        await AddAsync("mallory", "ada");
        Assert.EndsWith("; 40 more before", _sink.Events[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S30_all_together_they_are_a_thousand_a_minute()
    {
        for (var i = 0; i < 1_100; i++)
            await AddAsync($"actor{i}", "ada");
        Assert.Equal(1_000, _sink.Events.Count);
    }

    [Fact]
    public async Task S12_a_refusal_is_told_of_though_the_store_is_down()
    {
        _store.IsDown = true;
        await Assert.ThrowsAsync<IOException>(async () => await AddAsync("eve", "ada"));
        Assert.Equal(1, Count("eve", "ada"));
    }

    private ValueTask AddAsync(string actor, string subject) => _refusals.AddAsync(SessionHost.Token(subject, "s1", _time.GetUtcNow()), actor, "main");

    private ValueTask<IReadOnlyList<ImpersonationRecord>> KeptAsync() => _store.ImpersonationsAsync(ImpersonationQuery.In("main"), TestContext.Current.CancellationToken);

    private int Count(string actor, string subject) => _sink.Events.Count(e => e.SubjectId == actor && e.Detail.StartsWith($"as {subject} ", StringComparison.Ordinal));

    private sealed class Sink : ISecurityEventSink
    {
        public List<SecurityEvent> Events { get; } = [];

        public void Report(SecurityEvent securityEvent) => Events.Add(securityEvent);
    }
}
