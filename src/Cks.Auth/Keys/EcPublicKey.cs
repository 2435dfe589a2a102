using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>A point on a curve.</summary>
internal sealed class EcPublicKey : PublicKey
{
    private readonly EcCurve _curve;
    private readonly ECPoint _point;
    private readonly VerifierPool<ECDsa> _verifiers;

    private EcPublicKey(EcCurve curve, byte[] x, byte[] y)
    {
        (_curve, _point) = (curve, new() { X = x, Y = y });
        _verifiers = new(() => ECDsa.Create(new ECParameters { Curve = curve.Curve, Q = _point }));
        Identity = $"{curve.Name} {Base64Url.EncodeToString(x)} {Base64Url.EncodeToString(y)}";
    }

    public override string Identity { get; }

    public override string Number => NumberOf(_point.X);

    public override bool CanDo(JwsAlgorithm algorithm) => algorithm.Curve == _curve;

    /// <summary>The signature is r and s side by side, each of full length (RFC 7518 section 3.4). Of s and n - s both are good: nothing may take a signature, or a token, for its only form.</summary>
    public override bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        var half = _curve.Length;
        if (signature.Length != 2 * half || !_curve.IsSignatureHalf(signature[..half]) || !_curve.IsSignatureHalf(signature[half..]))
            return false;
        var verifier = _verifiers.Rent();
        var isGood = verifier.VerifyHash(hash, signature);
        _verifiers.Return(verifier);
        return isGood;
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("kty", "EC");
        json.WriteString("crv", _curve.Name);
        json.WriteString("x", Base64Url.EncodeToString(_point.X));
        json.WriteString("y", Base64Url.EncodeToString(_point.Y));
    }

    public static EcPublicKey? Parse(JsonElement jwk, out KeyFlaw flaw)
    {
        flaw = KeyFlaw.Type;
        if (EcCurve.Find(Jwk.Text(jwk, "crv")) is not { } curve)
            return null;
        flaw = KeyFlaw.Malformed;
        if (!Jwk.TryBytes(jwk, "x", out var x) || !Jwk.TryBytes(jwk, "y", out var y) || !curve.Contains(x, y))
            return null;
        try
        {
            var key = new EcPublicKey(curve, x, y);
            key._verifiers.Return(key._verifiers.Rent());
            return key;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
