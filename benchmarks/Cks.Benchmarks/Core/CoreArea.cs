using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.Core. <c>read-document</c>: a document with the place of every value against <see cref="JsonNode"/>, which knows no place
/// and, as ours, builds its objects only when they are asked for; both are asked for the number of properties of the root.
/// <c>walk-document</c>: the same, and every value, name and text of it is asked for.
/// </summary>
internal sealed class CoreArea : IRatioArea
{
    public string Name => "core";

    public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<RatioCase>>(
        [
            RatioCase.Sync("read-document", GeneratedDocuments.Create(RatioCase.FewestInputs), ReadDocument, ParseNode),
            RatioCase.Sync("walk-document", GeneratedDocuments.Create(RatioCase.FewestInputs), WalkDocument, WalkNode),
        ]);

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
}
