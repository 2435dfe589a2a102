using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// Who looks, as an open page compares it: the same for one who acts as one in one tenant, on every host and with every process. It goes to nobody but themselves, in answers that no shared cache keeps, and opens nothing.
/// </summary>
internal static class ViewerDigest
{
    /// <summary>The header of a view's answer that has it.</summary>
    public const string Header = "Cks-Viewer";

    public static string Of(DecisionContext context)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            foreach (var part in (ReadOnlySpan<string>)[context.Type, context.Issuer, context.Id, context.Tenant.ToString(), context.Actor])
                json.WriteStringValue(part);
            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan).AsSpan(0, 16));
    }
}
