using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.Auth.Tests;

public sealed class ClerkPermissionsTests
{
    private static readonly Gen<string> Slug = Gen.OneOf("a", "b", "teams", "dash-board", "x_1", "manage", "read");
    private static readonly Gen<string> Scope = Gen.OneOf("o", "u", "uo", "ou");

    /// <summary>Texts that are almost what should stand there.</summary>
    private static readonly Gen<string> Noise = Gen.OneOf(
        "", ",", ",,", ":", "a", "o:", ":a", "o:a:b", "oo:a", "O:a", "x:a", "o:a b", "o:a,o:a", "o:a,", " o:a", "o :a", "a,a", "a b", "-1", "0x3", "1.5", "1e3", "+1", "３", "1 2", " 3", "007", "99999999999999999999");

    [Theory]
    [InlineData("o:dashboard,o:teams", "manage,read", "3,2", "org:dashboard:manage org:dashboard:read org:teams:read")]
    [InlineData("u:first,o:dashboard,u:second,uo:teams", "manage,read", "1,2", "org:dashboard:manage org:teams:read")]
    [InlineData("o:a,o:b", "x", "1", "org:a:x")]
    [InlineData("o:a", "x,y", "0", "")]
    [InlineData("o:a", "x,y", "", "")]
    [InlineData("o:a", "", "", "")]
    [InlineData("o:a", "", "0", "")]
    [InlineData(" o:a , o:b ", " x , y ", " 002 , 1 ", "org:a:y org:b:x")]
    public void Masks_are_read_from_the_lowest_bit_for_the_features_of_the_organization(string features, string names, string masks, string expected) =>
        Assert.Equal(expected, string.Join(' ', Decode(features, names, masks).Permissions.Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("o:a", "x", "2")] // wider than the names
    [InlineData("o:a", "", "1")]
    [InlineData("o:a", "x,y", "1,1")] // wider than the features
    [InlineData("u:a", "x,y", "1")]
    [InlineData("o:a", "x,y", "-1")]
    [InlineData("o:a", "x,y", "0x3")]
    [InlineData("o:a", "x,y", "+3")]
    [InlineData("o:a", "x,y", "3.0")]
    [InlineData("o:a", "x,y", "1e0")]
    [InlineData("o:a", "x,y", "３")]
    [InlineData("o:a", "x,y", "1,")]
    [InlineData("o:a", "x,y", ",1")]
    [InlineData("o:a", "x,,y", "1")]
    [InlineData("o:a", "x,x", "1")]
    [InlineData("o:a", "x:y", "1")]
    [InlineData("o:a", "x y", "1")]
    [InlineData("o:a", "x,y", "1606938044258990275541962092341162602522202993782792835301376")] // 2^200
    [InlineData("o:a", "x,y", "115792089237316195423570985008687907853269984665640564039457584007913129639937")] // 2^256 + 1
    [InlineData("o:a", "x,y", "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001")]
    public void Case80_one_mistake_in_the_masks_voids_every_permission(string features, string names, string masks)
    {
        var claims = Decode(features, names, masks);
        Assert.Empty(claims.Permissions);
        Assert.Equal(ClerkClaimParts.Permissions, claims.Malformed);
        Assert.NotNull(claims.Organization);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("o:")]
    [InlineData(":a")]
    [InlineData("o:a:b")]
    [InlineData("x:a")]
    [InlineData("O:a")]
    [InlineData("oo:a")]
    [InlineData("o:a,")]
    [InlineData("o:a,,o:b")]
    [InlineData("o:a,o:a")]
    [InlineData("o:a,uo:a")]
    [InlineData("o:a b")]
    public void Case80_one_mistake_in_the_features_voids_every_permission(string features)
    {
        var claims = Decode(features, "x", "1");
        Assert.Empty(claims.Permissions);
        Assert.Empty(claims.Features);
        Assert.Equal(ClerkClaimParts.Features | ClerkClaimParts.Permissions, claims.Malformed);
    }

    [Fact]
    public void Masks_above_64_bits_are_read_up_to_256_names_and_no_further()
    {
        Assert.Equal(["org:a:p0", "org:a:p255"], Decode("o:a", Names(256), $"{(BigInteger.One << 255) + 1}").Permissions.Order(StringComparer.Ordinal));
        Assert.Equal(256, Decode("o:a", Names(256), $"{(BigInteger.One << 256) - 1}").Permissions.Count);
        Assert.Equal(ClerkClaimParts.Permissions, Decode("o:a", Names(257), "1").Malformed);
        Assert.Equal(ClerkClaimParts.Features | ClerkClaimParts.Permissions, Decode(string.Join(',', Enumerable.Range(0, 257).Select(i => $"o:f{i}")), "x", "1").Malformed);
    }

    [Fact]
    public void Work_is_bounded_whatever_the_lists_say()
    {
        var full = $"{(BigInteger.One << 256) - 1}";
        string Features(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"o:f{i}"));
        Assert.Equal(4096, Decode(Features(16), Names(256), string.Join(',', Enumerable.Repeat(full, 16))).Permissions.Count);
        Assert.Empty(Decode(Features(17), Names(256), string.Join(',', Enumerable.Repeat(full, 17))).Permissions);
        Assert.Empty(Decode($"o:{new string('f', 101)}", "x", "1").Permissions);
        Assert.Empty(Decode("o:a", new string('x', 101), "1").Permissions);
    }

    [Fact]
    public void Well_formed_claims_are_read_as_the_providers_own_library_reads_them() =>
        Gen.Select(Gen.Select(Scope, Slug).Array[0, 8], Gen.Int[0, 130], Gen.ULong.Array[3].Array[0, 8]).Sample((features, names, masks) =>
        {
            var distinct = features.DistinctBy(f => f.Item2).Select(f => $"{f.Item1}:{f.Item2}").ToArray();
            var owners = distinct.Count(f => f.Split(':')[0].Contains('o'));
            var width = (BigInteger.One << names) - 1;
            var numbers = masks.Take(owners).Select(m => (((BigInteger)m[0] << 128) | ((BigInteger)m[1] << 64) | m[2]) & width);
            var (fea, per, fpm) = (string.Join(',', distinct), Names(names), string.Join(',', numbers));
            var claims = Decode(fea, per, fpm);
            return claims.Malformed == ClerkClaimParts.None && claims.Permissions.SetEquals(Model(fea, per, fpm));
        }, iter: 5_000);

    [Fact]
    public void Nothing_ever_throws_or_permits_more_than_the_providers_own_library()
    {
        var list = Gen.OneOf(Gen.Select(Scope, Slug).Select(f => $"{f.Item1}:{f.Item2}"), Slug, Gen.Int[0, 9].Select(n => $"{n}"), Noise).Array[0, 5].Select(e => string.Join(',', e));
        Gen.Select(list, list, list).Sample(
            (fea, per, fpm) =>
            {
                var claims = Decode(fea, per, fpm);
                var owners = fea.Split(',').Select(f => f.Trim()).Where(f => f.Split(':')[0].Contains('o') && f.Contains(':')).Select(f => f.Split(':')[1]).ToHashSet();
                var names = per.Split(',').Select(p => p.Trim()).ToHashSet();
                return claims.Permissions.IsSubsetOf(Model(fea, per, fpm))
                    && claims.Permissions.All(p => p.Split(':') is ["org", var feature, var name] && owners.Contains(feature) && names.Contains(name))
                    && (claims.Permissions.Count == 0 || claims.Malformed == ClerkClaimParts.None);
            },
            iter: 20_000);
    }

    [Fact]
    public void Claims_of_any_kind_at_any_place_never_throw()
    {
        var value = Gen.OneOf(
            "null", "true", "1", "2", "-1", "1e9", "\"\"", "\"o:a\"", "\"x\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "[]", "[1,2]", "[-1,-1]", "[[]]", "{}", """{"id":"org_1","per":"x","fpm":"1"}""", """{"id":[]}""", """{"sub":"user_2"}""", "x", "");
        var name = Gen.OneOf("v", "o", "fea", "pla", "sts", "fva", "act", "org_id", "org_slug", "org_role", "org_permissions", "\\u0076", "x");
        Gen.Select(name, value).Array[0, 6].Sample(
            members =>
            {
                var json = $"{{{string.Join(',', members.Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}";
                var claims = ClerkClaims.Read(Encoding.UTF8.GetBytes(json));
                return claims.Organization is not null || claims.Permissions.Count == 0;
            },
            iter: 20_000);
    }

    [Fact]
    public void Bytes_of_any_kind_never_throw() =>
        Gen.Byte.Array[0, 60].Sample(bytes => ClerkClaims.Read([.. "{\"v\":2,\"o\":{\"id\":\"org_1\""u8, .. bytes]).Permissions.Count == 0, iter: 20_000);

    private static string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"p{i}"));

    private static ClerkClaims Decode(string features, string names, string masks) => ClerkClaims.Read(JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["v"] = 2,
        ["fea"] = features,
        ["o"] = new JsonObject { ["id"] = "org_1", ["per"] = names, ["fpm"] = masks },
    }));

    /// <summary>What the provider's JavaScript does, step by step, with numbers of any size.</summary>
    private static HashSet<string> Model(string fea, string per, string fpm)
    {
        var permissions = new HashSet<string>(StringComparer.Ordinal);
        if (per.Length == 0 || fpm.Length == 0)
            return permissions;
        var names = per.Split(',').Select(p => p.Trim()).ToArray();
        var owners = fea.Split(',').Select(f => f.Trim().Split(':')).Where(f => f[0].Contains('o')).Select(f => f.ElementAtOrDefault(1)).ToArray();
        var masks = fpm.Split(',').Select(m => m.Trim()).Select(m => m.Length > 0 && m.All(char.IsAsciiDigit) ? BigInteger.Parse(m) : 0).ToArray();
        for (var feature = 0; feature < owners.Length && feature < masks.Length; feature++)
        {
            for (var bit = 0; masks[feature] >> bit != 0; bit++)
            {
                if (!(masks[feature] >> bit).IsEven)
                    permissions.Add($"org:{owners[feature]}:{names.ElementAtOrDefault(bit)}");
            }
        }

        return permissions;
    }
}
