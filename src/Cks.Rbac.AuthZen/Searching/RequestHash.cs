using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cks.Rbac.AuthZen;

/// <summary>A hash of who asks and of everything that is asked but for the page, whatever the order of its names: a page token continues this request and no other.</summary>
internal static class RequestHash
{
    public static byte[] Of(SearchKind kind, AuthZenCaller caller, JsonElement request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)kind]);
        foreach (var part in (ReadOnlySpan<string>)[caller.Issuer, caller.Id, caller.Tenant.Value])
            Append(hash, Encoding.UTF8.GetBytes(part));
        AppendMembers(hash, request.EnumerateObject().Where(m => !m.NameEquals("page")));
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, JsonElement value)
    {
        hash.AppendData([(byte)value.ValueKind]);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendMembers(hash, value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                Append(hash, value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                    Append(hash, item);
                break;
            default:
                // As it was written: what is written otherwise is taken for another request.
                Append(hash, JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private static void AppendMembers(IncrementalHash hash, IEnumerable<JsonProperty> members)
    {
        var ordered = members.ToArray();
        Array.Sort(ordered, (a, b) => JsonMarshal.GetRawUtf8PropertyName(a).SequenceCompareTo(JsonMarshal.GetRawUtf8PropertyName(b)));
        Append(hash, ordered.Length);
        foreach (var member in ordered)
        {
            Append(hash, JsonMarshal.GetRawUtf8PropertyName(member));
            Append(hash, member.Value);
        }
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Append(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
