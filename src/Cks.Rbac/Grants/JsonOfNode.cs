using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Writes a value of a document again, without comments and space.</summary>
internal static class JsonOfNode
{
    public static string Of(SourceNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            node.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
