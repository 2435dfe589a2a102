using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cks.Rbac;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cks.Http;

/// <summary>Strong tags of answers that are another one for each who asks: a keyed hash of the answer and of who asks, so that nobody learns from a tag what somebody else was answered (S23).</summary>
internal sealed class EntityTag
{
    // Made anew with each process: another one answers in full.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string Of(DecisionContext context, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        var who = Encoding.UTF8.GetBytes(context.Key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, who.Length);
        hash.AppendData(length);
        hash.AppendData(who);
        hash.AppendData(body);
        return $"\"{Base64Url.EncodeToString(hash.GetHashAndReset())}\"";
    }

    /// <summary>Whether a tag is among those of If-None-Match, which compares weakly, or any is.</summary>
    public static bool IsIn(StringValues known, string tag) => (known.Count == 1 && known[0] == tag)
        || (EntityTagHeaderValue.TryParseList(known, out var listed) && listed.Any(k => k.Tag == "*" || k.Tag == tag));
}
