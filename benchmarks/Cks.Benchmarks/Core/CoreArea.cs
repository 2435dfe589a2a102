using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.Core. <c>read-document</c>: a document with the place of every value against <see cref="JsonNode"/>, which knows no place
/// and builds its objects only when they are asked for; both are asked for the number of properties of the root.
/// </summary>
internal sealed class CoreArea : IRatioArea
{
    public string Name => "core";

    public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<RatioCase>>(
        [RatioCase.Sync("read-document", GeneratedDocuments.Create(RatioCase.FewestInputs), ReadDocument, ParseNode)]);

    internal static int ReadDocument(byte[] utf8) =>
        SourceDocument.Read("policy.json", utf8, SourceDocumentOptions.Strict, new DiagnosticBag()) is { } root ? root.Properties.Count : -1;

    internal static int ParseNode(byte[] utf8) => JsonNode.Parse(utf8) is JsonObject root ? root.Count : -1;
}
