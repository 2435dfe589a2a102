using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;
using PeerSchema = NJsonSchema.JsonSchema;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.Core. <c>read-document</c>: a document with the place of every value against <see cref="JsonNode"/>, which knows no place
/// and, as ours, builds its objects only when they are asked for; both are asked for the number of properties of the root.
/// <c>walk-document</c>: the same, and every value, name and text of it is asked for.
/// <c>schema-seed</c>: whether a hub fits its schema, from UTF-8, against NJsonSchema, which knows <c>$defs</c> as <c>definitions</c>.
/// <c>schema-scan</c>: the same against reading the tokens of the document and nothing else.
/// </summary>
internal sealed class CoreArea : IRatioArea
{
    private const int SchemaInputs = 2 * RatioCase.FewestInputs;

    public string Name => "core";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var hubs = HubDocuments.Create(SchemaInputs);
        var schema = JsonSchema.Load("hub.schema.json", HubDocuments.Schema).GetOrThrow();
        var peer = await PeerSchema.FromJsonAsync(Encoding.UTF8.GetString(HubDocuments.Schema).Replace("$defs", "definitions", StringComparison.Ordinal), cancellationToken);
        return
        [
            RatioCase.Sync("read-document", GeneratedDocuments.Create(RatioCase.FewestInputs), ReadDocument, ParseNode),
            RatioCase.Sync("walk-document", GeneratedDocuments.Create(RatioCase.FewestInputs), WalkDocument, WalkNode),
            RatioCase.Sync("schema-seed", hubs, hub => schema.IsValid(hub.Utf8) ? 1 : 0, hub => peer.Validate(Encoding.UTF8.GetString(hub.Utf8)).Count == 0 ? 1 : 0),
            RatioCase.Sync("schema-scan", hubs, hub => schema.IsValid(hub.Utf8) ? 1 : 0, hub => Scan(hub.Utf8) && hub.Fits ? 1 : 0),
        ];
    }

    internal static int ReadDocument(byte[] utf8) =>
        SourceDocument.Read("policy.json", utf8, SourceDocumentOptions.Strict, new DiagnosticBag()) is { } root ? root.Properties.Count : -1;

    internal static int ParseNode(byte[] utf8) => JsonNode.Parse(utf8) is JsonObject root ? root.Count : -1;

    internal static int WalkDocument(byte[] utf8) => Walk(SourceDocument.Read("policy.json", utf8, SourceDocumentOptions.Strict, new DiagnosticBag())!);

    internal static int WalkNode(byte[] utf8) => Walk(JsonNode.Parse(utf8));

    private static int Walk(SourceNode node)
    {
        var length = node.Text?.Length ?? 1;
        foreach (var (name, value) in node.Properties)
            length += name.Length + Walk(value);
        foreach (var item in node.Items)
            length += Walk(item);
        return length;
    }

    private static int Walk(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var length = 1;
                foreach (var (name, value) in members)
                    length += name.Length + Walk(value);
                return length;
            case JsonArray items:
                return 1 + items.Sum(Walk);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return text.Length;
            case JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                return value.ToString().Length;
            default:
                return 1;
        }
    }

    private static bool Scan(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
        }

        return reader.BytesConsumed == utf8.Length;
    }
}
