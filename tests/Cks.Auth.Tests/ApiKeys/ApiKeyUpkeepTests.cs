using System.Security.Cryptography;

namespace Cks.Auth.Tests;

/// <summary>What is written of keys beside the requests.</summary>
public sealed class ApiKeyUpkeepTests : IAsyncLifetime
{
    private readonly ApiKeyHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_last_use_is_written_beside_the_requests_and_once_a_minute_at_most()
    {
        var (key, text) = await _host.CreateAsync();
        var start = _host.Time.GetUtcNow();
        for (var second = 0; second < 300; second++)
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal("valid", await _host.CheckAsync(text));
            Assert.True(_host.Store.Touches.Sum(t => t.Count) <= second / 60 + 1);
            // Also where it is read anew all the time.
            if (second % 7 == 0)
                _host.Memory.Clear();
            if (second % 5 == 0)
                await _host.Upkeep.WriteAsync(Cancel);
            _host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, _host.Store.Touches.Sum(t => t.Count));
        Assert.True(_host.Store.Touches.Zip(_host.Store.Touches.Skip(1)).All(t => t.Second[0].At - t.First[0].At >= TimeSpan.FromSeconds(55)));
        var last = (await _host.Keys.ListAsync(TestOwners.Robot, Cancel)).Single().LastUsedAt;
        Assert.InRange(last!.Value, start.AddMinutes(4), start.AddMinutes(5));
        Assert.Equal(key.Id, _host.Store.Touches[0][0].KeyId);
    }

    [Fact]
    public async Task A_use_that_could_not_be_written_waits_and_a_refused_key_was_not_used()
    {
        var (_, text) = await _host.CreateAsync(r => r with { Networks = ["192.0.2.0/24"] });
        Assert.Equal("address_not_allowed", await _host.CheckAsync(text, System.Net.IPAddress.Loopback));
        Assert.Equal(0, _host.Upkeep.Count);
        Assert.Equal("valid", await _host.CheckAsync(text));
        _host.Store.IsDown = true;
        await _host.Upkeep.WriteAsync(Cancel);
        Assert.Equal("valid", await _host.CheckAsync(text));
        _host.Store.IsDown = false;
        await _host.Upkeep.WriteAsync(Cancel);
        Assert.Equal(_host.Time.GetUtcNow(), (await _host.Keys.ListAsync(TestOwners.Robot, Cancel)).Single().LastUsedAt);
    }

    [Fact]
    public async Task A_key_that_is_used_during_the_overlap_of_two_peppers_outlives_the_first()
    {
        var (used, usedText) = await _host.CreateAsync();
        var usedNext = await _host.RotateAsync(used.Id, TimeSpan.FromDays(1));
        var (_, unusedText) = await _host.CreateAsync();
        _host.Pepper.Rotate(RandomNumberGenerator.GetBytes(32), TimeSpan.FromHours(1));
        // Both secrets of the one, and none of the other; what was made since is kept under the next one at once.
        var (_, newText) = await _host.CreateAsync();
        Assert.Equal("valid", await _host.CheckAsync(usedText));
        await _host.Upkeep.WriteAsync(Cancel);
        Assert.Equal("valid", await _host.CheckAsync(usedNext));
        await _host.Upkeep.WriteAsync(Cancel);
        Assert.Equal(3, (await _host.HistoryAsync()).Count(r => r.Action == ApiKeyAction.Created));

        _host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(
            ["valid", "valid", "unknown", "valid"],
            [await _host.CheckAsync(usedText), await _host.CheckAsync(usedNext), await _host.CheckAsync(unusedText), await _host.CheckAsync(newText)]);
        Assert.Equal(4, (await _host.HistoryAsync()).Count);
    }

    [Fact]
    public async Task A_hash_is_not_renewed_over_a_rotation_that_came_between()
    {
        var (key, text) = await _host.CreateAsync();
        _host.Pepper.Rotate(RandomNumberGenerator.GetBytes(32), TimeSpan.FromHours(1));
        Assert.Equal("valid", await _host.CheckAsync(text));
        var next = await _host.RotateAsync(key.Id, TimeSpan.Zero);
        await _host.Upkeep.WriteAsync(Cancel);
        Assert.Equal(["unknown", "valid"], [await _host.CheckAsync(text), await _host.CheckAsync(next)]);
    }
}
