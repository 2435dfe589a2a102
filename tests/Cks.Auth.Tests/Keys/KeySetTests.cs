using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.Auth.Tests;

public sealed class KeySetTests
{
    private static readonly string[] Allowed = ["RS256", "ES256"];

    public static TheoryData<string, string, string> Unusable { get; } = new()
    {
        { "use", "use", "\"enc\"" }, { "use", "use", "1" }, { "use", "key_ops", "[\"encrypt\"]" }, { "use", "key_ops", "\"verify\"" }, { "use", "key_ops", "[]" },
        { "algorithm", "alg", "\"RSA-OAEP\"" }, { "algorithm", "alg", "\"ES256\"" }, { "algorithm", "alg", "\"HS256\"" }, { "algorithm", "alg", "\"none\"" }, { "algorithm", "alg", "1" },
        { "secret", "kty", "\"oct\"" }, { "type", "kty", "\"EC\"" }, { "type", "kty", "\"rsa\"" }, { "type", "kty", "\"OKP\"" }, { "type", "kty", "\"AKP\"" }, { "type", "kty", "null" },
        { "secret", "d", "\"AQAB\"" }, { "secret", "p", "\"AQAB\"" }, { "secret", "oth", "[]" }, { "secret", "k", "\"AQAB\"" }, { "secret", "priv", "null" },
        { "id", "kid", "1" }, { "malformed", "n", "null" }, { "weak", "n", "\"AQAB\"" }, { "malformed", "n", "\"==\"" },
        { "weak", "e", "\"AQ\"" }, { "weak", "e", "\"AA\"" }, { "weak", "e", "\"BA\"" }, { "malformed", "e", "\"\"" }, { "weak", "e", "\"____________\"" },
    };

    public static TheoryData<string, string, string> UnusableEc { get; } = new()
    {
        { "algorithm", "alg", "\"ES384\"" }, { "algorithm", "alg", "\"RS256\"" }, { "type", "crv", "\"secp256k1\"" }, { "type", "crv", "null" }, { "malformed", "crv", "\"P-384\"" },
        { "secret", "d", "\"AQAB\"" }, { "malformed", "x", "null" }, { "malformed", "x", "\"AQAB\"" }, { "malformed", "y", "\"==\"" }, { "malformed", "kty", "\"RSA\"" }, { "type", "kty", "\"OKP\"" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_key_that_is_not_for_verifying_is_left_out(string reason, string member, string value) => IsLeftOut(TestKey.Rsa("a"), reason, member, value);

    [Theory]
    [MemberData(nameof(UnusableEc))]
    public void A_point_that_is_not_for_verifying_is_left_out(string reason, string member, string value) => IsLeftOut(TestKey.Ec("a"), reason, member, value);

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    public void Case45_a_key_below_2048_bits_is_left_out(int bits)
    {
        using var weak = RSA.Create(bits);
        var modulus = weak.ExportParameters(false).Modulus!;
        Assert.Equal(["1 (a): weak"], Ignored(Rsa(modulus)));
        // Zeros in front make the text longer, not the key.
        Assert.Equal(["1 (a): weak"], Ignored(Rsa([.. new byte[200], .. modulus])));
    }

    [Fact]
    public void Case45_a_modulus_that_is_even_or_can_be_factored_is_left_out()
    {
        var good = Base64Url.DecodeFromChars(TestKey.Rsa("a").Jwk()["n"]!.GetValue<string>());
        Assert.Empty(Ignored(Rsa(good)));
        Assert.Equal(["1 (a): weak"], Ignored(Rsa([.. good.AsSpan(..^1), (byte)(good[^1] ^ 1)])));
        var power = Enumerable.Range(2, 700).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0)).Aggregate(BigInteger.One, (product, prime) => product * prime);
        var roca = (power * ((BigInteger.One << 2047) / power)) + 1 + power;
        Assert.Equal(2048, roca.GetBitLength());
        Assert.Equal(["1 (a): weak"], Ignored(Rsa(roca.ToByteArray(isUnsigned: true, isBigEndian: true))));
    }

    [Fact]
    public void Case46_a_point_beside_the_curve_is_left_out()
    {
        var beside = TestKey.Ec("a").Jwk();
        beside["y"] = TestKey.Ec("a").Jwk()["y"]!.DeepClone();
        Assert.Equal(["1 (a): malformed"], Ignored(beside));
    }

    [Fact]
    public void Case46_coordinates_have_exactly_the_length_of_the_curve()
    {
        var key = TestKey.Ec("a");
        foreach (var member in new[] { "x", "y" })
        {
            var padded = key.Jwk();
            padded[member] = Base64Url.EncodeToString([0, .. Base64Url.DecodeFromChars(padded[member]!.GetValue<string>())]);
            Assert.Equal(["1 (a): malformed"], Ignored(padded));
        }
    }

    [Fact]
    public void Case46_a_curve_is_for_its_own_algorithm_alone()
    {
        var set = Read(SigningKey.SupportedAlgorithms, TestKey.Ec("256").Jwk(), TestKey.Ec("384", "ES384").Jwk(), TestKey.Ec("521", "ES512").Jwk());
        foreach (var (id, fitting) in new[] { ("256", "ES256"), ("384", "ES384"), ("521", "ES512") })
            Assert.Equal([fitting], SigningKey.SupportedAlgorithms.Where(algorithm => set.Find(true, id, algorithm).Key is not null));
    }

    [Fact]
    public void A_key_for_algorithms_that_the_issuer_may_not_use_is_known_and_fits_nothing()
    {
        var set = Read(Allowed, TestKey.Rsa("a").Jwk(("alg", "RS512")), TestKey.Ec("b", "ES384").Jwk());
        Assert.False(set.IsUsable);
        Assert.Empty(set.Ignored);
        Assert.Equal(new(null, true), set.Find(true, "a", "RS256"));
        Assert.Equal(new(null, true), set.Find(true, "b", "ES256"));
        Assert.Equal(default, set.Find(true, "c", "ES256"));
        Assert.Equal(default, set.Find(false, default, "RS256"));
    }

    [Fact]
    public void Two_keys_with_one_id_are_both_left_out()
    {
        var set = Read(Allowed, TestKey.Rsa("a").Jwk(), TestKey.Ec("a").Jwk(), TestKey.Ec("b").Jwk());
        Assert.Equal(["1 (a): duplicate", "2 (a): duplicate"], set.Ignored.Select(k => k.ToString()));
        Assert.Equal(default, set.Find(true, "a", "RS256"));
        Assert.NotNull(set.Find(true, "b", "ES256").Key);
        // Nor is the one that is left the only one.
        Assert.Equal(default, set.Find(false, default, "ES256"));
        Assert.False(Read(Allowed, TestKey.Rsa("a").Jwk(), TestKey.Rsa("a").Jwk()).IsUsable);
    }

    [Fact]
    public void A_key_that_was_given_away_is_not_used_under_another_id_either()
    {
        var (leaked, good) = (TestKey.Ec("a"), TestKey.Ec("b"));
        var twin = leaked.Jwk();
        twin["kid"] = "c";
        var set = Read(Allowed, twin, leaked.PrivateJwk(), good.Jwk());
        Assert.Equal(["1 (c): secret", "2 (a): secret"], set.Ignored.Select(k => k.ToString()));
        Assert.NotNull(set.Find(true, "b", "ES256").Key);
    }

    [Theory]
    [InlineData("y")]
    [InlineData("e")]
    public void Case48_a_key_that_was_given_away_without_all_of_its_public_part_is_not_used_either(string missing)
    {
        var key = missing == "e" ? TestKey.Rsa("a") : TestKey.Ec("a");
        var given = key.PrivateJwk();
        given.Remove(missing);
        given["kid"] = "b";
        Assert.True(KeySet.TryRead(Encoding.UTF8.GetBytes(TestKey.Set(key.Jwk(), given, TestKey.Ec("c").Jwk())), ["RS256", "ES256"], out var set, out _));
        Assert.Equal(["1 (a): secret", "2 (b): secret"], set.Ignored.Select(i => i.ToString()));
        Assert.Equal((false, true), (set.Find(true, "a", "RS256").IsKnown, set.Find(true, "c", "ES256").IsKnown));
    }

    [Fact]
    public void A_token_without_an_id_means_the_only_key()
    {
        var nameless = TestKey.Rsa("a").Jwk();
        nameless.Remove("kid");
        Assert.NotNull(Read(Allowed, TestKey.Rsa("a").Jwk()).Find(false, default, "RS256").Key);
        Assert.NotNull(Read(Allowed, nameless).Find(false, default, "RS256").Key);
        Assert.Equal(default, Read(Allowed, nameless).Find(true, "a", "RS256"));
        Assert.Equal(default, Read(Allowed, TestKey.Rsa("a").Jwk(), TestKey.Ec("b").Jwk()).Find(false, default, "RS256"));
        Assert.Equal(default, Read(Allowed, nameless, nameless).Find(false, default, "RS256"));
    }

    [Fact]
    public void An_id_that_would_harm_a_log_is_not_written_there()
    {
        Assert.Equal(["1: type"], Ignored(TestKey.Rsa("a").Jwk(("kty", "OKP"), ("kid", "a\nforged line"))));
        Assert.Equal(["1: type"], Ignored(TestKey.Rsa("a").Jwk(("kty", "OKP"), ("kid", new string('a', 65)))));
        Assert.Equal(["1: id"], Ignored(TestKey.Rsa("a").Jwk(("kid", new string('a', 513)))));
    }

    [Fact]
    public void More_than_a_hundred_keys_are_refused()
    {
        var key = TestKey.Ec("a");
        Assert.Equal("the key set has more than 100 keys", Problem(TestKey.Set(Enumerable.Range(0, 101).Select(i => key.Jwk(("kid", $"k{i}"))))));
        Assert.Null(Problem(TestKey.Set(Enumerable.Range(0, 100).Select(i => key.Jwk(("kid", $"k{i}"))))));
    }

    [Fact]
    public void Something_else_than_a_key_set_is_a_problem()
    {
        foreach (var text in new[] { "[]", "1", "null", "{}", """{"keys":{}}""", """{"keys":null}""", """{"Keys":[]}""" })
            Assert.Equal("the answer is not a key set", Problem(text));
        foreach (var text in new[] { "", "<html>", """{"keys":[]""", """{"keys":[],"keys":[]}""", """{"keys":[]}x""", """{"keys":[{"kid":"a","kid":"b"}]}""" })
            Assert.Equal("the answer is not JSON", Problem(text));
        Assert.Null(Problem("""{"keys":[]}"""));
        Assert.Equal(["1: malformed", "2: malformed", "3: malformed", "4: type"], Read(Encoding.UTF8.GetBytes("""{"keys":[1,null,[],{}]}"""), Allowed).Ignored.Select(k => k.ToString()));
    }

    [Fact]
    public void What_is_written_is_public_and_reads_as_the_same_set()
    {
        var set = Read(SigningKey.SupportedAlgorithms, TestKey.Rsa("a").Jwk(("alg", "PS256"), ("x5c", new JsonArray("MIIB"))), TestKey.Ec("b", "ES512").Jwk(), TestKey.Ec("c").PrivateJwk());
        var again = Read(set.Json, SigningKey.SupportedAlgorithms);
        Assert.Equal(set.Json.ToArray(), again.Json.ToArray());
        Assert.True(again.Replaces(set, withoutId: true));
        using var written = JsonDocument.Parse(set.Json);
        Assert.Equal(
            ["kty,n,e,kid,alg", "kty,crv,x,y,kid"],
            written.RootElement.GetProperty("keys").EnumerateArray().Select(key => string.Join(',', key.EnumerateObject().Select(member => member.Name))));
    }

    [Fact]
    public void A_set_replaces_another_when_nothing_that_verified_is_gone()
    {
        var (a, b, other) = (TestKey.Ec("a"), TestKey.Ec("b"), TestKey.Ec("a"));
        var one = Read(Allowed, a.Jwk());
        Assert.True(Read(Allowed, a.Jwk(), b.Jwk()).Replaces(one, withoutId: false));
        Assert.False(Read(Allowed, a.Jwk(), b.Jwk()).Replaces(one, withoutId: true));
        Assert.True(Read(Allowed, a.Jwk(("alg", "ES256"))).Replaces(one, withoutId: true));
        Assert.False(Read(Allowed, b.Jwk()).Replaces(one, withoutId: false));
        Assert.False(Read(Allowed, other.Jwk()).Replaces(one, withoutId: false));
        Assert.False(Read(Allowed, a.Jwk(("use", "enc"))).Replaces(one, withoutId: false));
        var rsa = TestKey.Rsa("a");
        Assert.False(Read(SigningKey.SupportedAlgorithms, rsa.Jwk(("alg", "PS256"))).Replaces(Read(SigningKey.SupportedAlgorithms, rsa.Jwk()), withoutId: false));
        // What verified nothing is not missed.
        Assert.True(one.Replaces(Read(Allowed, a.Jwk(), TestKey.Ec("c", "ES384").Jwk()), withoutId: false));
    }

    [Fact]
    public void Any_bytes_give_a_key_set_or_a_problem()
    {
        var good = Encoding.UTF8.GetBytes(TestKey.Set(TestKey.Rsa("a").Jwk(), TestKey.Ec("b").Jwk(("alg", "ES256"), ("key_ops", new JsonArray("verify")))));
        Gen.OneOf(
            Gen.Byte.Array[0, 64],
            Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 4].Select(changes =>
            {
                var copy = good.ToArray();
                foreach (var (at, value) in changes)
                    copy[at] = value;
                return copy;
            })).Sample(bytes => KeySet.TryRead(bytes, Allowed, out var set, out var problem) == (set is not null && problem is null), iter: 5_000);
    }

    [Fact]
    public void Any_set_of_keys_is_read_as_a_naive_reader_does()
    {
        var keys = new[] { TestKey.Rsa("", 0), TestKey.Rsa("", 1), TestKey.Ec(""), TestKey.Ec(""), TestKey.Ec("", "ES384") };
        var published = Gen.Select(
            Gen.Int[0, keys.Length - 1],
            OneOf("a", "b", "c", null),
            OneOf("sig", "enc", null, null, null),
            OneOf("RS256", "RS512", "ES256", "RSA-OAEP", null, null, null, null),
            OneOf("verify", "sign", null, null, null),
            Gen.Int[0, 9],
            (key, id, use, alg, operation, dice) => new Published(key, id, use, alg, operation, IsGivenAway: dice == 0));
        published.Array[0, 5].Sample(
            set =>
            {
                var read = Read(Encoding.UTF8.GetBytes(TestKey.Set(set.Select(p => p.Jwk(keys[p.Key])))), Allowed);
                var sound = set.Where(p => p.IsForVerifying && !set.Any(other => other.Key == p.Key && other.IsGivenAway)).ToArray();
                foreach (var id in new[] { "a", "b", "c" })
                {
                    var named = sound.Where(p => p.Id == id).ToArray();
                    foreach (var algorithm in Allowed)
                    {
                        var found = read.Find(true, id, algorithm);
                        if (found.IsKnown != (named.Length == 1) || (found.Key is not null) != (named is [var only] && only.Does(algorithm)))
                            return false;
                    }
                }

                return true;
            },
            iter: 2_000);
    }

    private static Gen<string?> OneOf(params string?[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void IsLeftOut(TestKey key, string reason, string member, string value)
    {
        Assert.Empty(Ignored(key.Jwk()));
        var changed = key.Jwk((member, JsonNode.Parse(value)));
        var set = Read(Allowed, TestKey.Ec("b").Jwk(), changed);
        Assert.Equal([reason], set.Ignored.Select(k => k.Reason));
        Assert.False(set.Find(true, "a", "RS256").IsKnown || set.Find(true, "a", "ES256").IsKnown);
        Assert.False(Read(Allowed, changed).IsUsable);
    }

    private static string? Problem(string json) => KeySet.TryRead(Encoding.UTF8.GetBytes(json), Allowed, out _, out var problem) ? null : problem;

    private static IEnumerable<string> Ignored(JsonObject key) => Read(Allowed, key).Ignored.Select(k => k.ToString());

    private static JsonObject Rsa(byte[] modulus) => TestKey.Rsa("a").Jwk(("n", Base64Url.EncodeToString(modulus)));

    private static KeySet Read(IEnumerable<string> algorithms, params JsonObject[] keys) => Read(Encoding.UTF8.GetBytes(TestKey.Set(keys)), algorithms);

    private static KeySet Read(ReadOnlyMemory<byte> json, IEnumerable<string> algorithms)
    {
        Assert.True(KeySet.TryRead(json, algorithms, out var set, out var problem), problem);
        return set;
    }

    /// <summary>A key in a set as a provider may write it: the first two are RSA, then two of P-256 and one of P-384.</summary>
    private sealed record Published(int Key, string? Id, string? Use, string? Alg, string? Operation, bool IsGivenAway)
    {
        public bool IsForVerifying => !IsGivenAway && (Use is null or "sig") && (Operation is null or "verify") && (Alg is null || (Key < 2 ? Alg is "RS256" or "RS512" : Key < 4 && Alg == "ES256"));

        public bool Does(string algorithm) => Alg is null ? (Key < 2 && algorithm == "RS256") || (Key is 2 or 3 && algorithm == "ES256") : Alg == algorithm;

        public JsonObject Jwk(TestKey key)
        {
            var jwk = IsGivenAway ? key.PrivateJwk() : key.Jwk();
            jwk.Remove("kid");
            foreach (var (name, value) in new[] { ("kid", Id), ("use", Use), ("alg", Alg) })
            {
                if (value is not null)
                    jwk[name] = value;
            }

            if (Operation is not null)
                jwk["key_ops"] = new JsonArray(Operation);
            return jwk;
        }
    }
}
