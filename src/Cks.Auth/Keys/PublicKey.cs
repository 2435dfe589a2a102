using System.Text.Json;

namespace Cks.Auth;

/// <summary>The material of a public key. Thread-safe.</summary>
internal abstract class PublicKey
{
    /// <summary>Equal for the same key, and for no other.</summary>
    public abstract string Identity { get; }

    /// <summary>Whether keys of this kind, and curve, may be used with an algorithm.</summary>
    public abstract bool CanDo(JwsAlgorithm algorithm);

    /// <summary>Whether a signature of a hash is this key's.</summary>
    public abstract bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature);

    /// <summary>Writes the members of RFC 7518 section 6 that make up the key.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>Reads the key of a JWK; says what is wrong with it when there is none to be used.</summary>
    public static PublicKey? Read(JsonElement jwk, out KeyFlaw flaw)
    {
        flaw = KeyFlaw.Type;
        return Jwk.Text(jwk, "kty") switch
        {
            "RSA" => RsaPublicKey.Parse(jwk, out flaw),
            "EC" => EcPublicKey.Parse(jwk, out flaw),
            _ => null,
        };
    }
}
