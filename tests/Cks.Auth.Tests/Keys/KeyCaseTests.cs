using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>Key sets that are not what they should be, through the whole validator.</summary>
public sealed class KeyCaseTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private readonly TestKey _good = TestKey.Ec("good");
    private TestProvider _provider = null!;
    private KeyHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync(_good);
        _host = new(_provider.Address, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Case12_symmetric_material_in_a_fetched_set_is_reported_and_never_used()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        _provider.Publish(TestKey.Set(_good.Jwk(), new JsonObject { ["kty"] = "oct", ["kid"] = "shared", ["k"] = System.Buffers.Text.Base64Url.EncodeToString(secret), ["alg"] = "HS256" }));
        Assert.Equal("valid", await _host.TryAsync(_good));
        Assert.Equal(["keys.private_material"], _host.Events);
        Assert.Equal([$"{_provider.Address}: key 2 (shared): secret"], _host.Details);
        Assert.Equal("unsupported_algorithm", await _host.TryAsync(_good.Token(_provider.Address, _time.GetUtcNow(), "shared", "HS256", data => HMACSHA256.HashData(secret, data))));
        Assert.Equal("key_unknown", await _host.TryAsync(_good.Token(_provider.Address, _time.GetUtcNow(), "shared")));
    }

    [Fact]
    public async Task Case28_a_token_that_names_a_key_of_another_kind_is_a_mismatch_and_costs_no_fetch()
    {
        var rsa = TestKey.Rsa("rsa");
        _provider.Publish(_good, rsa);
        Assert.Equal("valid", await _host.TryAsync(_good));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("key_mismatch", await _host.TryAsync(rsa.Token(_provider.Address, _time.GetUtcNow(), "good")));
        Assert.Equal("key_mismatch", await _host.TryAsync(_good.Token(_provider.Address, _time.GetUtcNow(), "rsa")));
        Assert.Equal(1, _provider.KeyRequests);

        using var rsaOnly = new KeyHost(_provider.Address, _time, configureIssuer: i => i.Algorithms.Remove("ES256"));
        Assert.Equal("key_mismatch", await rsaOnly.TryAsync(rsa.Token(_provider.Address, _time.GetUtcNow(), "good")));
    }

    [Fact]
    public async Task Case42_a_key_for_RS512_verifies_no_RS256()
    {
        var rsa = TestKey.Rsa("rsa");
        _provider.Publish(TestKey.Set(_good.Jwk(), rsa.Jwk(("alg", "RS512"))));
        Assert.Equal("key_mismatch", await _host.TryAsync(rsa));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("key_mismatch", await _host.TryAsync(rsa));
        Assert.Equal(1, _provider.KeyRequests);
    }

    [Theory]
    [InlineData("alg", "\"RSA-OAEP\"")]
    [InlineData("key_ops", "[\"encrypt\"]")]
    [InlineData("key_ops", "[\"sign\",\"wrapKey\"]")]
    public Task Case43_a_key_for_encryption_is_ignored(string member, string value) => IsIgnoredAsync(member, value);

    [Fact]
    public Task Case44_a_key_whose_use_is_enc_is_ignored() => IsIgnoredAsync("use", "\"enc\"");

    [Fact]
    public async Task Case45_tokens_of_a_weak_key_are_refused()
    {
        using var weak = RSA.Create(1024);
        var n = System.Buffers.Text.Base64Url.EncodeToString(weak.ExportParameters(false).Modulus);
        _provider.Publish(TestKey.Set(_good.Jwk(), TestKey.Rsa("weak").Jwk(("n", n))));
        var token = TestKey.Rsa("weak").Token(_provider.Address, _time.GetUtcNow(), sign: data => weak.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal("key_unknown", await _host.TryAsync(token));
        Assert.Equal("valid", await _host.TryAsync(_good));
    }

    [Fact]
    public async Task Case46_a_P_256_key_verifies_no_ES384()
    {
        using var host = new KeyHost(_provider.Address, _time, configureIssuer: i => i.Algorithms.Add("ES384"));
        Assert.Equal("key_mismatch", await host.TryAsync(_good.Token(_provider.Address, _time.GetUtcNow(), alg: "ES384")));
        Assert.Equal("valid", await host.TryAsync(_good));
    }

    [Fact]
    public async Task Case47_of_two_keys_with_one_id_neither_is_used()
    {
        var (one, other) = (TestKey.Ec("twin"), TestKey.Ec("twin"));
        _provider.Publish(one, other, _good);
        Assert.Equal("key_unknown", await _host.TryAsync(one));
        Assert.Equal("key_unknown", await _host.TryAsync(other));
        Assert.Equal("valid", await _host.TryAsync(_good));
        Assert.Equal(["keys.duplicate_id"], _host.Events);
        Assert.Equal([$"{_provider.Address}: key 1 (twin): duplicate, 2 (twin): duplicate"], _host.Details);
    }

    [Fact]
    public async Task Case48_a_key_that_comes_with_its_private_part_is_not_used_at_all()
    {
        var (rsa, ec) = (TestKey.Rsa("rsa"), TestKey.Ec("ec"));
        _provider.Publish(TestKey.Set(rsa.PrivateJwk(), ec.PrivateJwk(), _good.Jwk()));
        Assert.Equal("key_unknown", await _host.TryAsync(rsa));
        Assert.Equal("key_unknown", await _host.TryAsync(ec));
        Assert.Equal("valid", await _host.TryAsync(_good));
        Assert.Equal(["keys.private_material"], _host.Events);
        Assert.DoesNotContain(_host.Log.GetSnapshot(), r => r.Message.Contains(rsa.PrivateJwk()["d"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Case48_a_key_in_use_ends_at_once_when_its_private_part_is_published()
    {
        Assert.Equal("valid", await _host.TryAsync(_good));
        var token = _good.Token(_provider.Address, _time.GetUtcNow());
        Assert.Equal("valid", await _host.TryAsync(token));
        _provider.Publish(TestKey.Set(_good.PrivateJwk()));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(_host.RefreshAsync);
        Assert.False(_host.Keys.IsUsable);
        Assert.StartsWith("unavailable", await _host.TryAsync(token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_ignored_is_said_once_for_each_change()
    {
        var other = TestKey.Rsa("other");
        _provider.Publish(TestKey.Set(_good.Jwk(), other.Jwk(("use", "enc")), TestKey.Ec("twin").Jwk(), TestKey.Ec("twin").Jwk()));
        for (var i = 0; i < 3; i++)
            await _host.RefreshAsync();
        Assert.Equal(3, Ignored());
        Assert.Single(_host.Events);
        _provider.Publish(TestKey.Set(_good.Jwk(), other.Jwk(("use", "enc"))));
        await _host.RefreshAsync();
        Assert.Equal(4, Ignored());
        Assert.Single(_host.Events);

        int Ignored() => _host.Log.GetSnapshot().Count(r => r.Id.Id == 5020 && r.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task A_key_that_is_given_is_never_fetched()
    {
        _provider.Publish(TestKey.Ec("new"));
        using var host = new KeyHost(_provider.Address, _time, o => o.AddKeys(_provider.Address, TestKey.Set(_good.Jwk()), "portal"));
        for (var day = 0; day < 10; day++)
        {
            // At once, cold and old.
            Assert.True(host.TryAsync(_good) is { IsCompletedSuccessfully: true, Result: "valid" });
            Assert.True(host.TryAsync(TestKey.Ec("other")) is { IsCompletedSuccessfully: true, Result: "key_unknown" });
            await host.RefreshAsync();
            Assert.True(host.Keys.IsUsable);
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal((0, 0), (_provider.Requests, host.Keys.Generation));
        Assert.False(KeySet.TryRead(Encoding.UTF8.GetBytes("{}"), ["RS256"], out _, out _));
    }

    private async Task IsIgnoredAsync(string member, string value)
    {
        var rsa = TestKey.Rsa("rsa");
        _provider.Publish(TestKey.Set(_good.Jwk(), rsa.Jwk((member, JsonNode.Parse(value)))));
        Assert.Equal("key_unknown", await _host.TryAsync(rsa));
        Assert.Equal("valid", await _host.TryAsync(_good));
        Assert.Contains(_host.Log.GetSnapshot(), r => r.Message == $"A signing key of {_provider.Address} is not used: key 2 (rsa): {(member == "alg" ? "algorithm" : "use")}");
    }
}
