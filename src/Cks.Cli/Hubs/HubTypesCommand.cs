using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub types</c>: hub documents and views as one file of TypeScript.</summary>
internal sealed class HubTypesCommand : ToolCommand
{
    private readonly Option<string?> _widgets = new("--widgets") { Description = "The catalog of the application's widget types, for the types of their options.", HelpName = "FILE" };

    public HubTypesCommand(ToolOptions options)
        : base("types", "Writes TypeScript of the document, in each version of its form, and of the view, from their published schemas.", options) => Add(_widgets);

    public override IReadOnlyList<string> Formats { get; } = ["text"];

    public override IReadOnlyList<string> Examples { get; } = ["cks hub types", "cks hub types -o hub.ts", "cks hub types --widgets widgets.json -o hub.ts"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("// Written by \"cks hub types\" from the schemas of hub documents and views: write it anew with each version of Cks. It has no code, only types.\n");
        int[] versions = [.. Enumerable.Range(HubSchema.OldestVersion, HubSchema.CurrentVersion - HubSchema.OldestVersion + 1)];
        foreach (var version in versions)
            text.Append('\n').Append(Declare(HubSchema.Of(version), NameOf(version)));
        text.Append($"\n/** A hub document of any version. */\nexport type HubDocument = {string.Join(" | ", versions.Select(NameOf))};\n");
        text.Append('\n').Append(Declare(HubSchema.View, "HubView"));
        if (parsed.GetValue(_widgets) is { } catalog)
            text.Append('\n').Append(WidgetOptionTypes.Declare(await WidgetsInput.LoadAsync(catalog, cancellationToken).ConfigureAwait(false)));
        await console.WriteAsync(text.ToString().ReplaceLineEndings("\n"), cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private static string NameOf(int version) => string.Create(CultureInfo.InvariantCulture, $"HubDocumentV{version}");

    private static string Declare(ReadOnlyMemory<byte> schema, string name)
    {
        using var parsed = JsonDocument.Parse(schema);
        return new SchemaTypes(parsed.RootElement, name).Declare();
    }
}
