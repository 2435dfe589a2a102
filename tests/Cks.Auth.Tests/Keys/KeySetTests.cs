using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.Auth.Tests;

public sealed class KeySetTests
{
    // Making a key costs more than all of these tests together.
    private static readonly RSA Rsa = RSA.Create(2048);

    public static TheoryData<string, string> Unusable { get; } = new()
    {
        { "use", "\"enc\"" }, { "use", "1" }, { "key_ops", "[\"encrypt\"]" }, { "key_ops", "\"verify\"" }, { "key_ops", "[]" }, { "alg", "\"RSA-OAEP\"" }, { "alg", "\"RS512\"" }, { "alg", "1" },
        { "kty", "\"oct\"" }, { "kty", "\"EC\"" }, { "kty", "\"rsa\"" }, { "d", "\"AQAB\"" }, { "k", "\"AQAB\"" }, { "kid", "1" }, { "n", "null" }, { "n", "\"AQAB\"" }, { "n", "\"==\"" },
        { "e", "\"AQ\"" }, { "e", "\"AA\"" }, { "e", "\"BA\"" }, { "e", "\"\"" }, { "e", "\"____________\"" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_key_that_is_not_for_verifying_is_left_out(string member, string value)
    {
        Assert.NotNull(Read(Jwk("a"))?.Find("a", "RS256"));
        var key = Jwk("a");
        key[member] = JsonNode.Parse(value);
        Assert.Null(Read(key));
        Assert.Equal(1, Read(Jwk("b"), key)?.Ignored);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    public void A_key_below_2048_bits_is_left_out(int bits)
    {
        using var weak = RSA.Create(bits);
        Assert.Null(Read(Jwk("a", weak)));
        // Zeros in front make the text longer, not the key.
        var padded = Jwk("a", weak);
        padded["n"] = Base64Url.EncodeToString([.. new byte[200], .. weak.ExportParameters(false).Modulus!]);
        Assert.Null(Read(padded));
    }

    [Fact]
    public void Two_keys_with_one_id_are_both_left_out()
    {
        using var other = RSA.Create(2048);
        Assert.Null(Read(Jwk("a"), Jwk("a", other)));
        var set = Read(Jwk("a"), Jwk("a", other), Jwk("b"));
        Assert.Null(set?.Find("a", "RS256"));
        Assert.NotNull(set?.Find("b", "RS256"));
    }

    [Fact]
    public void A_token_without_an_id_means_the_only_key()
    {
        Assert.NotNull(Read(Jwk("a"))?.Find(null, "RS256"));
        Assert.NotNull(Read(Jwk(null))?.Find(null, "RS256"));
        Assert.Null(Read(Jwk(null))?.Find("a", "RS256"));
        Assert.Null(Read(Jwk("a"), Jwk("b"))?.Find(null, "RS256"));
        Assert.Null(Read(Jwk(null), Jwk(null))?.Find(null, "RS256"));
    }

    [Fact]
    public void A_key_that_names_its_algorithm_is_used_with_no_other()
    {
        var named = Jwk("a");
        named["alg"] = "PS256";
        Assert.True(KeySet.TryRead(Bytes(named), ["RS256", "PS256"], out var set, out _));
        Assert.Null(set.Find("a", "RS256"));
        Assert.NotNull(set.Find("a", "PS256"));
        Assert.True(KeySet.TryRead(Bytes(Jwk("a")), ["RS256", "PS256"], out set, out _));
        Assert.NotNull(set.Find("a", "RS256"));
        Assert.Null(set.Find("a", "RS384"));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    public void Each_algorithm_verifies_its_own_signatures_alone(string algorithm)
    {
        Assert.True(KeySet.TryRead(Bytes(Jwk("a")), SigningKey.SupportedAlgorithms, out var set, out _));
        var data = "header.payload"u8.ToArray();
        foreach (var made in SigningKey.SupportedAlgorithms)
        {
            var signature = Rsa.SignData(data, new("SHA" + made[2..]), made[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
            Assert.Equal(made == algorithm, set.Find("a", algorithm)!.Verify(algorithm, data, data.Length, signature));
        }
    }

    [Fact]
    public void More_than_a_hundred_keys_are_refused()
    {
        Assert.Null(Read([.. Enumerable.Range(0, 101).Select(i => Jwk($"k{i}"))]));
        Assert.NotNull(Read([.. Enumerable.Range(0, 100).Select(i => Jwk($"k{i}"))]));
    }

    [Fact]
    public void Any_bytes_give_a_key_set_or_a_problem()
    {
        var good = Bytes(Jwk("a"));
        Gen.OneOf(
            Gen.Byte.Array[0, 64],
            Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 4].Select(changes =>
            {
                var copy = good.ToArray();
                foreach (var (at, value) in changes)
                    copy[at] = value;
                return copy;
            })).Sample(bytes => KeySet.TryRead(bytes, ["RS256"], out var set, out var problem) == (set is not null && problem is null), iter: 5_000);
    }

    private static KeySet? Read(params JsonObject[] keys) => KeySet.TryRead(Bytes(keys), ["RS256"], out var set, out _) ? set : null;

    private static byte[] Bytes(params JsonObject[] keys) => Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(k => k.DeepClone())]) }.ToJsonString());

    private static JsonObject Jwk(string? id, RSA? key = null)
    {
        var parameters = (key ?? Rsa).ExportParameters(false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
        if (id is not null)
            jwk["kid"] = id;
        return jwk;
    }
}
