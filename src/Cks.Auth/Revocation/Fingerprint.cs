using System.Security.Cryptography;
using System.Text;

namespace Cks.Auth;

/// <summary>Names something in a report without writing what it is.</summary>
internal static class Fingerprint
{
    /// <summary>The first 12 hexadecimal digits of the SHA-256 of <c>{length of issuer}:{issuer}{id}</c>, so that no two pairs give one text.</summary>
    public static string Of(string issuer, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer.Length}:{issuer}{id}")))[..12];
}
