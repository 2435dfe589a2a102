using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.Auth.Tests;

public sealed class SigningKeyTests
{
    private static readonly byte[] Data = "header.payload"u8.ToArray();

    public static TheoryData<string> Algorithms => [.. SigningKey.SupportedAlgorithms];

    public static TheoryData<string, string> Halves => new()
    {
        { "zero", "0000000000000000000000000000000000000000000000000000000000000000" },
        { "n", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551" },
        { "n + 1", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632552" },
        { "the most", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" },
    };

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Each_algorithm_verifies_its_own_signatures_alone(string algorithm)
    {
        foreach (var made in SigningKey.SupportedAlgorithms)
        {
            var pair = made[0] == 'E' ? TestKey.Ec("a", made) : TestKey.Rsa("a", algorithm: made);
            var key = Read(pair.Jwk());
            Assert.Equal(made == algorithm, key.Verify(algorithm, Data, pair.Sign(Data)));
            Assert.False(key.Verify(made, "another.payload"u8, pair.Sign(Data)));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_changed_byte_or_length_is_refused(string algorithm)
    {
        var pair = algorithm[0] == 'E' ? TestKey.Ec("a", algorithm) : TestKey.Rsa("a", algorithm: algorithm);
        var (key, good) = (Read(pair.Jwk()), pair.Sign(Data));
        Assert.True(key.Verify(algorithm, Data, good));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[1, 255]).Sample(
            (at, with) =>
            {
                var copy = good.ToArray();
                copy[at] ^= (byte)with;
                return !key.Verify(algorithm, Data, copy);
            },
            iter: 100);
        Assert.False(key.Verify(algorithm, Data, []));
        Assert.False(key.Verify(algorithm, Data, good.AsSpan(1)));
        Assert.False(key.Verify(algorithm, Data, good.AsSpan(..^1)));
        Assert.False(key.Verify(algorithm, Data, [0, .. good]));
        Assert.False(key.Verify(algorithm, Data, [.. good, 0]));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Case13_a_signature_of_zeros_is_refused(string algorithm)
    {
        var pair = algorithm[0] == 'E' ? TestKey.Ec("a", algorithm) : TestKey.Rsa("a", algorithm: algorithm);
        Assert.False(Read(pair.Jwk()).Verify(algorithm, Data, new byte[pair.Sign(Data).Length]));
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Case14_a_half_that_is_zero_or_not_below_n_is_refused(string what, string hex)
    {
        var pair = TestKey.Ec("a");
        var (key, good, half) = (Read(pair.Jwk()), pair.Sign(Data), Convert.FromHexString(hex));
        Assert.NotEmpty(what);
        Assert.False(key.Verify("ES256", Data, [.. half, .. good.AsSpan(32)]));
        Assert.False(key.Verify("ES256", Data, [.. good.AsSpan(0, 32), .. half]));
        Assert.False(key.Verify("ES256", Data, [.. half, .. half]));
    }

    [Fact]
    public void Case15_a_signature_in_DER_is_refused()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = pair.ExportParameters(false).Q;
        var key = Read(new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) });
        Assert.True(key.Verify("ES256", Data, pair.SignData(Data, HashAlgorithmName.SHA256)));
        for (var i = 0; i < 20; i++)
            Assert.False(key.Verify("ES256", Data, pair.SignData(Data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Fact]
    public void Case16_the_twin_with_n_minus_s_is_accepted()
    {
        var pair = TestKey.Ec("a");
        var (key, good) = (Read(pair.Jwk()), pair.Sign(Data));
        var order = new BigInteger(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        var twin = (order - new BigInteger(good.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] other = [.. good.AsSpan(0, 32), .. new byte[32 - twin.Length], .. twin];
        Assert.NotEqual(good, other);
        Assert.True(key.Verify("ES256", Data, other));
    }

    [Fact]
    public void Verifying_with_RSA_allocates_next_to_nothing()
    {
        var pair = TestKey.Rsa("a");
        var (key, good) = (Read(pair.Jwk()), pair.Sign(Data));
        key.Verify("RS256", Data, good);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            key.Verify("RS256", Data, good);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 100);
    }

    [Fact]
    public void Many_threads_share_a_key()
    {
        foreach (var (pair, algorithm) in new[] { (TestKey.Rsa("a"), "RS256"), (TestKey.Ec("a"), "ES256") })
        {
            var key = Read(pair.Jwk());
            var signed = Enumerable.Range(0, 16).Select(i => Encoding.ASCII.GetBytes($"header.{i}")).Select(data => (Data: data, Signature: pair.Sign(data))).ToArray();
            Parallel.For(0, 800, new() { MaxDegreeOfParallelism = 16 }, i =>
            {
                var (one, other) = (signed[i % 16], signed[(i + 1) % 16]);
                Assert.True(key.Verify(algorithm, one.Data, one.Signature));
                Assert.False(key.Verify(algorithm, one.Data, other.Signature));
            });
        }
    }

    private static SigningKey Read(JsonObject jwk)
    {
        jwk["kid"] = "a";
        Assert.True(KeySet.TryRead(Encoding.UTF8.GetBytes(TestKey.Set(jwk)), SigningKey.SupportedAlgorithms, out var set, out _));
        return set.Find(true, "a", jwk["kty"]!.GetValue<string>() == "RSA" ? "RS256" : $"ES{(jwk["crv"]!.GetValue<string>() == "P-521" ? "512" : jwk["crv"]!.GetValue<string>()[2..])}").Key!;
    }
}
