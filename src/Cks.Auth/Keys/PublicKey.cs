using System.Buffers.Text;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>The material of a public key. Thread-safe.</summary>
internal abstract class PublicKey
{
    /// <summary>Equal for the same key, and for no other.</summary>
    public abstract string Identity { get; }

    /// <summary>The number by which a key is known again when the rest of it is missing or differs: whoever has its secret has that of every key with this number.</summary>
    public abstract string Number { get; }

    /// <summary>Whether keys of this kind, and curve, may be used with an algorithm.</summary>
    public abstract bool CanDo(JwsAlgorithm algorithm);

    /// <summary>Whether a signature of a hash is this key's.</summary>
    public abstract bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature);

    /// <summary>Writes the members of RFC 7518 section 6 that make up the key.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>What <see cref="Number"/> would be of the key in a JWK, whatever else is wrong with it.</summary>
    public static IEnumerable<string> NumbersOf(JsonElement jwk)
    {
        foreach (var member in new[] { "n", "x" })
        {
            if (Jwk.TryBytes(jwk, member, out var number))
                yield return NumberOf(number);
        }
    }

    // Zeros in front make the text longer, not the number.
    protected static string NumberOf(ReadOnlySpan<byte> number) => Base64Url.EncodeToString(number.TrimStart((byte)0));

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
