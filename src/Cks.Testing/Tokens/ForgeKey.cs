using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Cks.Testing;

/// <summary>A key of the forge with its algorithm by RFC 7518 section 3.</summary>
internal sealed class ForgeKey : IDisposable
{
    private readonly string _name;
    private readonly HashAlgorithmName _hash;

    private ForgeKey(string id, string name, HashAlgorithmName hash, AsymmetricAlgorithm algorithm) => (Id, _name, _hash, Algorithm) = (id, name, hash, algorithm);

    public string Id { get; }

    public AsymmetricAlgorithm Algorithm { get; }

    public static ForgeKey Make(string id, string algorithm) => algorithm switch
    {
        "RS256" or "PS256" => new(id, algorithm, HashAlgorithmName.SHA256, RSA.Create(2048)),
        "RS384" or "PS384" => new(id, algorithm, HashAlgorithmName.SHA384, RSA.Create(2048)),
        "RS512" or "PS512" => new(id, algorithm, HashAlgorithmName.SHA512, RSA.Create(2048)),
        "ES256" => new(id, algorithm, HashAlgorithmName.SHA256, ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        "ES384" => new(id, algorithm, HashAlgorithmName.SHA384, ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        "ES512" => new(id, algorithm, HashAlgorithmName.SHA512, ECDsa.Create(ECCurve.NamedCurves.nistP521)),
        _ => throw new ArgumentException($"The forge has no keys for {algorithm}.", nameof(algorithm)),
    };

    /// <summary>Signs with a key, this one or another, as this one would.</summary>
    public byte[] Sign(byte[] data, AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => rsa.SignData(data, _hash, _name.StartsWith('P') ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
        ECDsa ec => ec.SignData(data, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        _ => throw new ArgumentException($"Tokens are not signed with {key.GetType().Name}.", nameof(key)),
    };

    public JsonObject ToJwk()
    {
        var jwk = PublicJwk(Algorithm);
        (jwk["use"], jwk["alg"], jwk["kid"]) = ("sig", _name, Id);
        return jwk;
    }

    public void Dispose() => Algorithm.Dispose();

    public static JsonObject PublicJwk(AsymmetricAlgorithm key)
    {
        if (key is RSA rsa)
        {
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            return new() { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(numbers.Modulus), ["e"] = Base64Url.EncodeToString(numbers.Exponent) };
        }

        var point = ((ECDsa)key).ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = key.KeySize switch { 256 => "P-256", 384 => "P-384", _ => "P-521" },
            ["x"] = Base64Url.EncodeToString(point.Q.X),
            ["y"] = Base64Url.EncodeToString(point.Q.Y),
        };
    }
}
