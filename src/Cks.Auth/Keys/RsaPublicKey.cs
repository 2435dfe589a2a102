using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>An RSA key.</summary>
internal sealed class RsaPublicKey : PublicKey
{
    private readonly RSAParameters _parameters;
    private readonly VerifierPool<RSA> _verifiers;

    private RsaPublicKey(byte[] modulus, byte[] exponent)
    {
        _parameters = new() { Modulus = modulus, Exponent = exponent };
        _verifiers = new(() => RSA.Create(_parameters));
        Identity = $"RSA {Base64Url.EncodeToString(modulus)} {Base64Url.EncodeToString(exponent)}";
    }

    public override string Identity { get; }

    public override string Number => NumberOf(_parameters.Modulus);

    public override bool CanDo(JwsAlgorithm algorithm) => algorithm.Padding is not null;

    public override bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != _parameters.Modulus!.Length)
            return false;
        var verifier = _verifiers.Rent();
        var isGood = verifier.VerifyHash(hash, signature, algorithm.Hash, algorithm.Padding!);
        _verifiers.Return(verifier);
        return isGood;
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("kty", "RSA");
        json.WriteString("n", Base64Url.EncodeToString(_parameters.Modulus));
        json.WriteString("e", Base64Url.EncodeToString(_parameters.Exponent));
    }

    /// <summary>
    /// Reads a key, but none that is too weak (below 2048 bits, RFC 7518 section 3.3; an exponent that is even or 1; the fingerprint of CVE-2017-15361) or would make verifying costly.
    /// </summary>
    public static RsaPublicKey? Parse(JsonElement jwk, out KeyFlaw flaw)
    {
        flaw = KeyFlaw.Malformed;
        if (!Jwk.TryBytes(jwk, "n", out var n) || !Jwk.TryBytes(jwk, "e", out var e))
            return null;
        // Zeros in front make the text longer, not the key.
        ReadOnlySpan<byte> modulus = n.AsSpan().TrimStart((byte)0), exponent = e.AsSpan().TrimStart((byte)0);
        flaw = KeyFlaw.Weak;
        if (modulus.Length is < 256 or > 1024 || (modulus.Length == 256 && modulus[0] < 0x80) || IsEven(modulus) || RocaFingerprint.Matches(modulus))
            return null;
        if (exponent.Length is 0 or > 4 || IsEven(exponent) || exponent is [1])
            return null;
        try
        {
            var key = new RsaPublicKey([.. modulus], [.. exponent]);
            key._verifiers.Return(key._verifiers.Rent());
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsEven(ReadOnlySpan<byte> number) => (number[^1] & 1) == 0;
}
