using System.CommandLine;
using System.Text;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks schema [DOCUMENT]</c>: prints the JSON Schema of a kind of document, or the list of those that have one.</summary>
internal sealed class SchemaCommand : ToolCommand
{
    private static readonly Dictionary<string, IReadOnlyList<Func<ReadOnlyMemory<byte>>>> Schemas = new(StringComparer.Ordinal)
    {
        ["policy"] = [() => PolicyReader.Schema],
        ["scope"] = [() => ScopeModelReader.Schema],
        ["hub"] = [.. Enumerable.Range(HubSchema.OldestVersion, HubSchema.CurrentVersion).Select(v => (Func<ReadOnlyMemory<byte>>)(() => HubSchema.Of(v)))],
        ["hub-view"] = [() => HubSchema.View],
    };

    private readonly Argument<string?> _document = new("DOCUMENT") { Description = $"Kind of document: {string.Join(", ", Schemas.Keys)}; without one all kinds are listed.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _version = new("--version") { Description = "Version of the form of the document; without it the newest.", HelpName = "N" };

    public SchemaCommand(ToolOptions options)
        : base("schema", "Prints the JSON Schema of a document, for editors and other tools.", options)
    {
        Add(_document);
        Add(_version);
    }

    public override IReadOnlyList<string> Examples { get; } = ["cks schema", "cks schema policy", "cks schema hub --version 1 -o hub.schema.json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_document) is not { } document)
            await ListAsync(console, cancellationToken).ConfigureAwait(false);
        else if (Schemas.TryGetValue(document, out var versions) && (parsed.GetValue(_version) ?? versions.Count) is var version && version > 0 && version <= versions.Count)
            await console.WriteAsync(Encoding.UTF8.GetString(versions[version - 1]().Span).TrimEnd().Split('\n'), cancellationToken).ConfigureAwait(false);
        else if (versions is not null)
        {
            console.Error($"The versions of \"{document}\" are 1 to {versions.Count}.");
            return ExitCode.WrongUse;
        }
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
