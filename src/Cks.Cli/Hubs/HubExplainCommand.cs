using System.CommandLine;
using System.Text.Json;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub explain POINTER</c>: why a value of a hub is what it is.</summary>
internal sealed class HubExplainCommand : ToolCommand
{
    private readonly Argument<string> _pointer = new("POINTER") { Description = "The value, with items of lists by their ids: /dashboard/widgets[id=stats]/maxItems." };
    private readonly LayerOptions _layers = new();

    public HubExplainCommand(ToolOptions options)
        : base("explain", "Says which layer a value of a hub comes from, where it stands there, and what it hides.", options)
    {
        Add(_pointer);
        _layers.AddTo(this);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "html"];

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks hub explain /metadata/displayName --base hubs/base.json --role hubs/crew.json",
        "cks hub explain /dashboard/widgets[id=stats]/refreshSeconds --role hubs/crew.json --tenant hubs/tenants/acme.json",
        "cks hub explain /permissions/jobs:create --role hubs/crew.json --tenant hubs/tenants/acme.json --format json",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        if (await _layers.MergeAsync(parsed, console, cancellationToken).ConfigureAwait(false) is not { } document)
            return ExitCode.Findings;
        var pointer = parsed.GetValue(_pointer)!;
        if (document.Explain(pointer) is not { } why)
        {
            console.Error($"No layer has a value \"{pointer}\". {DidYouMean.Sentence(pointer, [.. document.Pointers])}");
            return ExitCode.WrongUse;
        }

        await (console.Format switch
        {
            ToolFormat.Json => console.WriteJsonAsync("cks.hub-explanation", json => Write(json, why), cancellationToken),
            ToolFormat.Html => console.WriteAsync(ProvenancePage.Of(why), cancellationToken),
            _ => console.WriteAsync(why.ToString().Split('\n'), cancellationToken),
        }).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private static void Write(Utf8JsonWriter json, ValueProvenance why)
    {
        json.WriteString("pointer", why.Pointer);
        json.WritePropertyName("winner");
        Write(json, why.Winner);
        json.WriteStartArray("hidden");
        foreach (var entry in why.Hidden)
            Write(json, entry);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ProvenanceEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("layer", entry.Layer.ToString());
        json.WriteString("file", entry.Location.File);
        json.WriteNumber("line", entry.Location.Line);
        json.WriteNumber("column", entry.Location.Column);
        json.WriteString("revision", entry.Layer.Revision);
        json.WriteString("operation", entry.Operation.ToString().ToLowerInvariant());
        if (entry.Value is { } value)
        {
            json.WritePropertyName("value");
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
