using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Cks.Auth;

/// <summary>One public RSA key with a verifier for each algorithm that it may be used with. Thread-safe.</summary>
internal sealed class SigningKey
{
    private readonly FrozenDictionary<string, SignatureProvider> _verifiers;
    private readonly int _signatureLength;

    private SigningKey(RSAParameters parameters, IEnumerable<string> algorithms)
    {
        // Verifiers are kept here, so the factory's own process-wide cache would only prolong the life of rotated keys.
        var factory = new CryptoProviderFactory { CacheSignatureProviders = false };
        var key = new RsaSecurityKey(parameters) { CryptoProviderFactory = factory };
        _signatureLength = parameters.Modulus!.Length;
        _verifiers = algorithms.ToFrozenDictionary(alg => alg, alg => factory.CreateForVerifying(key, alg), StringComparer.Ordinal);
    }

    /// <summary>The algorithms that an issuer may allow (RFC 7518 sections 3.3 and 3.5).</summary>
    public static IReadOnlyList<string> SupportedAlgorithms { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    public static bool IsSupported(string algorithm) => SupportedAlgorithms.Contains(algorithm, StringComparer.Ordinal);

    /// <summary>
    /// Makes a key, or refuses one that is too weak (below 2048 bits, RFC 7518 section 3.3) or would make verifying costly. Empty
    /// <paramref name="algorithms"/> make a key that fits nothing.
    /// </summary>
    public static SigningKey? TryCreate(byte[] modulus, byte[] exponent, IEnumerable<string> algorithms)
    {
        modulus = [.. modulus.SkipWhile(b => b == 0)];
        exponent = [.. exponent.SkipWhile(b => b == 0)];
        if (modulus.Length is < 256 or > 1024 || (modulus.Length == 256 && modulus[0] < 0x80) || (modulus[^1] & 1) == 0)
            return null;
        if (exponent.Length is 0 or > 4 || (exponent[^1] & 1) == 0 || exponent is [1])
            return null;
        try
        {
            return new(new() { Modulus = modulus, Exponent = exponent }, algorithms);
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool Fits(string algorithm) => _verifiers.ContainsKey(algorithm);

    public bool Verify(string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        signature.Length == _signatureLength && _verifiers[algorithm].Verify(signed.ToArray(), signature.ToArray());
}
