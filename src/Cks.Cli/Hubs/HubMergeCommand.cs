using System.CommandLine;
using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub merge</c>: the hub that layers make.</summary>
internal sealed class HubMergeCommand : ToolCommand
{
    private readonly LayerOptions _layers = new();
    private readonly Option<bool> _plain = new("--plain") { Description = "Merges by RFC 7396: no ids, no directives, nobody's limits." };

    public HubMergeCommand(ToolOptions options)
        : base("merge", "Writes the hub that layers make. Ends with 1 when they cannot be merged.", options)
    {
        _layers.AddTo(this);
        Add(_plain);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text"];

    public override IReadOnlyList<string> Examples { get; } =
        ["cks hub merge --base hubs/base.json --role hubs/crew.json", "cks hub merge --role hubs/crew.json --tenant hubs/tenants/acme.json -o acme.json", "cks hub merge --plain --base hubs/base.json --role hubs/crew.json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var root = parsed.GetValue(_plain) ? await PatchAsync(parsed, console, cancellationToken).ConfigureAwait(false) : (await _layers.MergeAsync(parsed, console, cancellationToken).ConfigureAwait(false))?.Root;
        if (root is null)
            return ExitCode.Findings;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            root.WriteTo(json);
        await console.WriteAsync(Encoding.UTF8.GetString(stream.ToArray()) + '\n', cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private async Task<SourceNode?> PatchAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        SourceNode? root = null;
        foreach (var layer in await _layers.ReadAsync(parsed, cancellationToken).ConfigureAwait(false))
            if (SourceDocument.Read(layer.File, layer.Utf8, SourceDocumentOptions.ForFiles, findings) is { } patch)
                root = JsonMergePatch.Apply(root, patch);
        console.Findings(findings);
        return findings.HasErrors ? null : root;
    }
}
