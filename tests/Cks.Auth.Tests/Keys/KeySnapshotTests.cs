using System.Security.Cryptography;
using System.Text;
using Cks.Core;
using Cks.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>The copy on disk for a start at which the provider is down (S26).</summary>
public sealed class KeySnapshotTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private readonly TemporaryFolder _folder = new();
    private readonly Secret<byte[]> _secret = new(RandomNumberGenerator.GetBytes(32));
    private readonly TestKey _key = TestKey.Ec("a");
    private TestProvider _provider = null!;

    private string Folder => Path.Combine(_folder.Root, "keys");

    private string Copy => Directory.GetFiles(Folder, "*.keys").Single();

    public async ValueTask InitializeAsync() => _provider = await TestProvider.StartAsync(_key);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _secret.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task S26_a_start_while_the_provider_is_down_uses_the_copy_until_it_is_back()
    {
        var next = TestKey.Ec("b");
        await SaveAsync();
        _provider.IsDown = true;
        _time.Advance(TimeSpan.FromHours(50));
        using var host = Start();
        Assert.Equal("valid", await host.TryAsync(_key));
        Assert.Equal(["snapshot.last_known_good.used", "keys.last_known_good.used"], host.Events);
        Assert.Equal((true, 0), (host.Keys.IsUsable, host.Keys.Generation));

        _provider.Publish(next);
        _provider.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("valid", await host.TryAsync(next));
        Assert.Equal((1, "key_unknown"), (host.Keys.Generation, await host.TryAsync(_key)));
    }

    [Fact]
    public async Task S26_the_copy_is_no_older_than_the_hard_limit_however_often_the_host_starts()
    {
        await SaveAsync();
        _provider.IsDown = true;
        foreach (var hours in new[] { 24.0, 24.0, 23.999 })
        {
            using var host = Start();
            Assert.Equal("valid", await host.TryAsync(_key));
            _time.Advance(TimeSpan.FromHours(hours));
        }

        // A host that has been up since then, and one that starts now.
        using var running = Start();
        Assert.Equal("valid", await running.TryAsync(_key));
        _time.Advance(TimeSpan.FromHours(0.0011));
        Assert.False(running.Keys.IsUsable);
        Assert.Equal("unavailable: the answer is 500", await running.TryAsync(_key));
        Assert.Contains("keys.last_known_good.expired", running.Events);
        using var late = Start();
        Assert.Equal("unavailable: the answer is 500", await late.TryAsync(_key));
        Assert.Equal(["snapshot.last_known_good.refused"], late.Events);
        Assert.Contains("Stale", late.Details.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S26_a_copy_that_was_changed_put_back_or_made_by_others_is_refused()
    {
        await SaveAsync();
        var (path, first) = (Copy, await File.ReadAllBytesAsync(Copy));
        await SaveAsync();
        var second = await File.ReadAllBytesAsync(path);
        _provider.IsDown = true;
        var changed = second.ToArray();
        changed[^40] ^= 1;
        foreach (var (bytes, refusal) in new[] { (first, "Replayed"), (changed, "NotAuthentic"), (second[..^1], "Malformed"), ("{}"u8.ToArray(), "Malformed") })
        {
            await File.WriteAllBytesAsync(path, bytes);
            using var host = Start();
            Assert.Equal("unavailable: the answer is 500", await host.TryAsync(_key));
            Assert.Equal(["snapshot.last_known_good.refused"], host.Events);
            Assert.EndsWith(refusal, host.Details.Single(), StringComparison.Ordinal);
        }

        await File.WriteAllBytesAsync(path, second);
        using (var good = Start())
            Assert.Equal("valid", await good.TryAsync(_key));
        using var foreign = new Secret<byte[]>(RandomNumberGenerator.GetBytes(32));
        using var other = new KeyHost(_provider.Address, _time, o => o.KeySnapshot = new(Folder, foreign));
        Assert.Equal("unavailable: the answer is 500", await other.TryAsync(_key));
        Assert.EndsWith("NotAuthentic", other.Details.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S26_the_copy_of_one_issuer_is_never_read_for_another()
    {
        await SaveAsync();
        var own = Copy;
        var key = TestKey.Ec("a");
        await using (var evil = await TestProvider.StartAsync(key))
        {
            using var host = new KeyHost(evil.Address, _time, o => o.KeySnapshot = new(Folder, _secret));
            Assert.Equal("valid", await host.TryAsync(key));
        }

        File.Copy(Directory.GetFiles(Folder, "*.keys").Single(path => path != own), own, overwrite: true);
        _provider.IsDown = true;
        using var start = Start();
        Assert.StartsWith("unavailable", await start.TryAsync(key.Token(_provider.Address, _time.GetUtcNow())), StringComparison.Ordinal);
        Assert.EndsWith("NotAuthentic", start.Details.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_public_parts_of_keys_that_are_used_are_written()
    {
        var (leaked, good) = (TestKey.Ec("leaked"), TestKey.Rsa("good"));
        _provider.Publish(TestKey.Set(leaked.PrivateJwk(), good.Jwk(("x5c", new System.Text.Json.Nodes.JsonArray("MIIB")), ("alg", "RS256"))));
        await SaveAsync();
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Copy));
        Assert.Contains("\"kid\":\"good\"", text, StringComparison.Ordinal);
        foreach (var secret in new[] { "\"d\"", "leaked", "\"x5c\"", leaked.PrivateJwk()["d"]!.GetValue<string>() })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
    }

    [Fact]
    public async Task Keys_that_were_withdrawn_do_not_come_back_with_a_restart()
    {
        await SaveAsync();
        _provider.Publish(TestKey.Set(_key.PrivateJwk()));
        using (var host = Start())
            Assert.StartsWith("unavailable", await host.TryAsync(_key), StringComparison.Ordinal);
        _provider.IsDown = true;
        using var again = Start();
        Assert.StartsWith("unavailable", await again.TryAsync(_key), StringComparison.Ordinal);
        Assert.False(again.Keys.IsUsable);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_reported_and_nothing_else()
    {
        await File.WriteAllTextAsync(Folder, "a file stands there");
        using var host = Start();
        Assert.Equal("valid", await host.TryAsync(_key));
        Assert.Equal(["snapshot.last_known_good.not_saved"], host.Events);
        File.Delete(Folder);
    }

    [Fact]
    public async Task A_new_host_without_a_copy_has_nothing_to_report()
    {
        _provider.IsDown = true;
        using var host = Start();
        Assert.Equal("unavailable: the answer is 500", await host.TryAsync(_key));
        Assert.Empty(host.Events);
    }

    [Fact]
    public void A_folder_or_a_key_that_cannot_work_is_a_mistake()
    {
        using var shorter = new Secret<byte[]>(new byte[31]);
        Assert.Equal(CksCodes.InvalidSetting, Assert.Throws<CksConfigurationException>(() => new KeySnapshot("relative", _secret)).Diagnostics.Single().Code);
        Assert.Equal(CksCodes.InvalidSetting, Assert.Throws<CksConfigurationException>(() => new KeySnapshot(Folder, shorter)).Diagnostics.Single().Code);
    }

    private KeyHost Start() => new(_provider.Address, _time, o => o.KeySnapshot = new(Folder, _secret));

    private async Task SaveAsync()
    {
        using var host = Start();
        await host.RefreshAsync();
        Assert.True(host.Keys.IsUsable);
    }
}
