using System.Security.Cryptography;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>A public key of an issuer with the algorithms that it may be used with: its own, as far as the issuer's tokens may have them. Thread-safe.</summary>
internal sealed class SigningKey(string? id, PublicKey key, JwsAlgorithm? only, IReadOnlyCollection<string> allowed)
{
    // Empty for a key that the issuer has for other algorithms: it is known, and fits nothing.
    private readonly JwsAlgorithm[] _algorithms =
        [.. JwsAlgorithm.All.Where(algorithm => key.CanDo(algorithm) && (only is null || only == algorithm) && allowed.Contains(algorithm.Name, StringComparer.Ordinal))];

    /// <summary>The algorithms that an issuer may allow (RFC 7518 section 3.1).</summary>
    public static IReadOnlyList<string> SupportedAlgorithms { get; } = [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)];

    public static bool IsSupported(string algorithm) => SupportedAlgorithms.Contains(algorithm, StringComparer.Ordinal);

    /// <summary><c>kid</c>.</summary>
    public string? Id => id;

    /// <summary>See <see cref="PublicKey.Identity"/>.</summary>
    public string Identity => key.Identity;

    /// <summary>See <see cref="PublicKey.Number"/>.</summary>
    public string Number => key.Number;

    /// <summary>Whether it can verify any token of this issuer.</summary>
    public bool IsUsable => _algorithms.Length > 0;

    public bool Fits(string algorithm) => Find(algorithm) is not null;

    /// <summary>Whether what verified with an earlier key verifies with this one.</summary>
    public bool Replaces(SigningKey earlier) => Identity == earlier.Identity && earlier._algorithms.All(_algorithms.Contains);

    /// <summary>Whether a signature is this key's; <see langword="false"/> for an algorithm that does not fit. Next to nothing is allocated.</summary>
    public bool Verify(string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (Find(algorithm) is not { } fitting)
            return false;
        Span<byte> hash = stackalloc byte[JwsAlgorithm.LongestHash];
        var length = CryptographicOperations.HashData(fitting.Hash, signed, hash);
        try
        {
            return key.Verify(fitting, hash[..length], signature);
        }
        catch (CryptographicException)
        {
            // Some platforms throw for a number that is none of the key's.
            return false;
        }
    }

    /// <summary>Writes the key as JWK.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        key.Write(json);
        if (id is not null)
            json.WriteString("kid", id);
        if (only is not null)
            json.WriteString("alg", only.Name);
        json.WriteEndObject();
    }

    private JwsAlgorithm? Find(string algorithm)
    {
        foreach (var own in _algorithms)
        {
            if (own.Name == algorithm)
                return own;
        }

        return null;
    }
}
