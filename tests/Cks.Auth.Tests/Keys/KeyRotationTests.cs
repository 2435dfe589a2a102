using System.Collections.Concurrent;

namespace Cks.Auth.Tests;

/// <summary>Keys rotated again and again, as providers do, under real threads, real HTTP and the real clock.</summary>
public sealed class KeyRotationTests
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Rotation_under_load_refuses_no_valid_token_outside_the_documented_window()
    {
        var published = new Queue<TestKey>([TestKey.Ec("key-0")]);
        await using var provider = await TestProvider.StartAsync([.. published]);
        using var host = new KeyHost(provider.Address, TimeProvider.System, o => (o.KeyCooldown, o.TokenCacheLifetime) = (Cooldown, TimeSpan.Zero));
        var live = new ConcurrentDictionary<string, string[]>();
        var (refused, accepted, unknown) = (new ConcurrentBag<string>(), 0, 0);
        using var stop = new CancellationTokenSource();
        Sign(published.Peek());
        var began = TimeProvider.System.GetTimestamp();
        var clients = Enumerable.Range(0, 8).Select(client => new Thread(() => Work(client))).ToArray();
        foreach (var client in clients)
            client.Start();

        for (var rotation = 1; rotation <= 4; rotation++)
        {
            var next = TestKey.Ec($"key-{rotation}");
            published.Enqueue(next);
            provider.Publish([.. published]);
            // Published, but not signed with, for the cool-down and as long as a fetch takes, which on a busy machine may be long.
            await PassAsync(Cooldown);
            await Eventually.HoldsAsync(async () => await host.TryAsync(next.Token(provider.Address, TimeProvider.System.GetUtcNow())) == "valid", 8 * Cooldown);
            Sign(next);
            if (published.Count < 3)
                continue;
            // The oldest signs no more and its tokens have ended: only then it is gone.
            live.TryRemove(published.Peek().Id, out _);
            await PassAsync(TimeSpan.FromMilliseconds(300));
            published.Dequeue();
            provider.Publish([.. published]);
        }

        await stop.CancelAsync();
        foreach (var client in clients)
            client.Join();
        Assert.Empty(refused);
        Assert.True(accepted > 1_000, $"{accepted} accepted");
        Assert.True(unknown > 100, $"{unknown} unknown");
        Assert.InRange(provider.KeyRequests, 4, 1 + (int)(TimeProvider.System.GetElapsedTime(began) / Cooldown));
        // Each key that was gone was noticed.
        Assert.InRange(host.Keys.Generation, 1, 3);

        void Sign(TestKey key) => live[key.Id] = [.. Enumerable.Range(0, 20).Select(i => key.Token(provider.Address, TimeProvider.System.GetUtcNow(), subject: $"user-{i}"))];

        void Work(int client)
        {
            var stranger = TestKey.Ec("stranger");
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                // One of eight makes up ids all the time, so that every fetch comes as late as it may.
                if (client == 0)
                {
                    if (host.TryAsync(stranger.Token(provider.Address, TimeProvider.System.GetUtcNow(), $"made-up-{i}")).GetAwaiter().GetResult() == "key_unknown")
                        Interlocked.Increment(ref unknown);
                }
                else
                {
                    // As they are now: one may go while it is looked for.
                    var all = live.ToArray();
                    var (id, tokens) = all[Random.Shared.Next(all.Length)];
                    var outcome = host.TryAsync(tokens[i % tokens.Length]).GetAwaiter().GetResult();
                    if (outcome == "valid")
                        Interlocked.Increment(ref accepted);
                    else if (live.ContainsKey(id))
                        refused.Add($"{id}: {outcome}");
                }

                Thread.Sleep(1);
            }
        }
    }

    private static async Task PassAsync(TimeSpan time)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < time;)
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }
}
