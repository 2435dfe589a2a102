using System.CommandLine;
using System.Text;
using Cks.Core;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks schema [DOCUMENT]</c>: prints the JSON Schema of a kind of document, or the list of those that have one.</summary>
internal sealed class SchemaCommand : ToolCommand
{
    private static readonly Dictionary<string, Func<ReadOnlyMemory<byte>>> Schemas = new(StringComparer.Ordinal) { ["policy"] = () => PolicyReader.Schema, ["scope"] = () => ScopeModelReader.Schema };

    private readonly Argument<string?> _document = new("DOCUMENT") { Description = $"Kind of document: {string.Join(", ", Schemas.Keys)}; without one all kinds are listed.", Arity = ArgumentArity.ZeroOrOne };

    public SchemaCommand(ToolOptions options)
        : base("schema", "Prints the JSON Schema of a document, for editors and other tools.", options) => Add(_document);

    public override IReadOnlyList<string> Examples { get; } = ["cks schema", "cks schema policy", "cks schema scope -o scope.schema.json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_document) is not { } document)
            await ListAsync(console, cancellationToken).ConfigureAwait(false);
        else if (Schemas.TryGetValue(document, out var schema))
            await console.WriteAsync(Encoding.UTF8.GetString(schema().Span).TrimEnd().Split('\n'), cancellationToken).ConfigureAwait(false);
        else
        {
            console.Error($"There is no schema of \"{document}\". {DidYouMean.Sentence(document, Schemas.Keys)}");
            return ExitCode.WrongUse;
        }

        return ExitCode.Fine;
    }

    private static Task ListAsync(ToolConsole console, CancellationToken cancellationToken) => console.IsJson
        ? console.WriteJsonAsync("cks.schemas", json =>
        {
            json.WriteStartArray("schemas");
            foreach (var name in Schemas.Keys)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }, cancellationToken)
        : console.WriteAsync(Schemas.Keys, cancellationToken);
}
