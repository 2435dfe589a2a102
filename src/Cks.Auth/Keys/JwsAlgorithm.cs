using System.Security.Cryptography;

namespace Cks.Auth;

/// <summary>A signature algorithm of RFC 7518 sections 3.3 to 3.5.</summary>
/// <param name="Name">As <c>alg</c> writes it, ordinally.</param>
/// <param name="Hash">What is signed.</param>
/// <param name="Padding">The padding; none for elliptic curves.</param>
/// <param name="Curve">The only curve that it may be used with; none for RSA.</param>
internal sealed record JwsAlgorithm(string Name, HashAlgorithmName Hash, RSASignaturePadding? Padding, EcCurve? Curve)
{
    /// <summary>Size of the longest hash.</summary>
    public const int LongestHash = SHA512.HashSizeInBytes;

    public static IReadOnlyList<JwsAlgorithm> All { get; } =
    [
        new("RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, null),
        new("RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1, null),
        new("RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1, null),
        new("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss, null),
        new("PS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pss, null),
        new("PS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pss, null),
        new("ES256", HashAlgorithmName.SHA256, null, EcCurve.P256),
        new("ES384", HashAlgorithmName.SHA384, null, EcCurve.P384),
        new("ES512", HashAlgorithmName.SHA512, null, EcCurve.P521),
    ];
}
