using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>Signatures that are none, and keys that are the attacker's own.</summary>
internal static class HostileSignatures
{
    private const string EmbeddedKeyIssuer = "https://evil.example/keys";

    public static void AddTo(HostileBuilder b)
    {
        var (header, payload, signature) = b.Parts;
        var bytes = Base64Url.DecodeFromChars(signature);
        using var other = ForgeKey.Make("other", b.Forge.Algorithm);
        Strangers(b, other.Algorithm);
        Add(17, "no signature", []);
        Add(17, "a signature cut short", bytes[..^1]);
        Add(17, "a signature made longer", [0, 0, 0, .. bytes]);
        Add(17, "a signature with a byte after it", [.. bytes, 0]);
        Add(b.Forge.Key.Algorithm is ECDsa ? 13 : null, "a signature of zeros", new byte[bytes.Length]);
        foreach (var bit in new[] { 0, (bytes.Length * 4) + 1, (bytes.Length * 8) - 1 })
            Add(null, $"bit {bit} of the signature flipped", Flipped(bytes, bit));
        b.Add(null, "another subject under the old signature", $"{header}.{TokenForge.Encode(b.Claims(new() { ["sub"] = b.Subject + "2" }))}.{signature}", SignatureInvalid);
        if (b.Forge.Key.Algorithm is ECDsa key)
            Curves(key);

        void Add(int? number, string name, ReadOnlySpan<byte> made) => b.Add(number, name, $"{header}.{payload}.{Base64Url.EncodeToString(made)}", SignatureInvalid);

        void Curves(ECDsa key)
        {
            var half = bytes.Length / 2;
            // The order of each curve (FIPS 186-4, D.1.2), which a number of the signature must be below.
            var order = Convert.FromHexString(b.Forge.Algorithm switch
            {
                "ES256" => "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
                "ES384" => "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
                _ => "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
            });
            var zero = new byte[half];
            var above = (byte[])order.Clone();
            above[^1]++;
            foreach (var (name, number) in new[] { ("zero", zero), ("the curve's order", order), ("more than the curve's order", above) })
            {
                Add(14, $"the first number of the signature {name}", [.. number, .. bytes[half..]]);
                Add(14, $"the second number of the signature {name}", [.. bytes[..half], .. number]);
            }

            Add(15, "the signature in DER", key.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Hash(b.Forge.Algorithm), DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    private static void Strangers(HostileBuilder b, AsymmetricAlgorithm other)
    {
        b.Add(27, "the key of another issuer by its own kid", b.Forge.Sign(b.Head("kid", "key-of-another-issuer"), b.Claims(), other), KeyUnknown);
        b.Add(27, "the key of another issuer by the right kid", b.Forge.Sign(b.Header(), b.Claims(), other), SignatureInvalid);
        if (b.Forge.Key.Algorithm is RSA)
        {
            using var weak = RSA.Create(1024);
            b.Add(null, "a key of 1024 bits", b.Forge.Sign(b.Header(), b.Claims(), weak), SignatureInvalid);
        }

        b.Add(29, "the attacker's key in jwk", b.Forge.Sign(b.Head("jwk", ForgeKey.PublicJwk(other)), b.Claims(), other), SignatureInvalid);
        b.Add(30, "the attacker's address in jku", b.Forge.Sign(b.Head("jku", EmbeddedKeyIssuer), b.Claims(), other), SignatureInvalid);
        b.Add(30, "the attacker's address in x5u", b.Forge.Sign(b.Head("x5u", "http://169.254.169.254/latest"), b.Claims(), other), SignatureInvalid);
        b.Add(31, "the attacker's certificate in x5c", b.Forge.Sign(b.Head("x5c", new JsonArray("MIIB")), b.Claims(), other), SignatureInvalid);
        b.Add(31, "the attacker's fingerprint in x5t", b.Forge.Sign(b.Head("x5t", "AAAA"), b.Claims(), other), SignatureInvalid);
    }

    private static HashAlgorithmName Hash(string algorithm) => new("SHA" + algorithm[2..]);

    private static byte[] Flipped(byte[] signature, int bit)
    {
        var copy = (byte[])signature.Clone();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
