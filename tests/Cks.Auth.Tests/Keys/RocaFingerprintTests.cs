using System.Numerics;
using System.Security.Cryptography;

namespace Cks.Auth.Tests;

public sealed class RocaFingerprintTests
{
    [Fact]
    public void A_modulus_made_as_the_chips_make_it_matches()
    {
        // M of keys of 1984 bits and more: the product of the first 225 primes, of which the first 126 are those of 2048 bits; any multiple of the small ones shows the pattern.
        var m = Enumerable.Range(2, 700).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0)).Aggregate(BigInteger.One, (product, prime) => product * prime);
        for (var i = 0; i < 20; i++)
        {
            BigInteger Factor() => (new BigInteger(RandomNumberGenerator.GetBytes(6), isUnsigned: true) * m) + BigInteger.ModPow(65_537, new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true), m);
            Assert.True(RocaFingerprint.Matches((Factor() * Factor()).ToByteArray(isUnsigned: true, isBigEndian: true)));
        }
    }

    [Fact]
    public void Sound_keys_and_random_numbers_do_not()
    {
        for (var pair = 0; pair < 2; pair++)
            Assert.False(RocaFingerprint.Matches(System.Buffers.Text.Base64Url.DecodeFromChars(TestKey.Rsa("a", pair).Jwk()["n"]!.GetValue<string>())));
        for (var i = 0; i < 10_000; i++)
            Assert.False(RocaFingerprint.Matches(RandomNumberGenerator.GetBytes(256)));
    }
}
