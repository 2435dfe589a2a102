using System.CommandLine;
using System.Text.Json;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks widgets list [FILE]</c>: the widget types of a catalog, with what a document must know of them.</summary>
internal sealed class WidgetsListCommand : ToolCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The catalog, as the application's catalog endpoint answers it.", DefaultValueFactory = _ => "widgets.json" };
    private readonly Option<string?> _type = new("--type") { Description = "Only this widget type.", HelpName = "NAME" };

    public WidgetsListCommand(ToolOptions options)
        : base("list", "Lists the widget types of an application: version, what they need, what they read, their options.", options)
    {
        Add(_file);
        Add(_type);
    }

    public override IReadOnlyList<string> Examples { get; } = ["cks widgets list", "cks widgets list widgets.json --type stats-card", "cks widgets list widgets.json --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var types = await WidgetsInput.LoadAsync(parsed.GetValue(_file)!, cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(_type) is { } name)
        {
            if (types.All.FirstOrDefault(t => t.Name == name) is not { } one)
            {
                console.Error($"There is no widget type \"{name}\". {Core.DidYouMean.Sentence(name, [.. types.All.Select(t => t.Name)])}");
                return ExitCode.WrongUse;
            }

            types = WidgetTypes.Empty.WithFallback(types.Fallback).Add(one);
        }

        await (console.IsJson ? console.WriteJsonAsync("cks.widgets", json =>
        {
            json.WritePropertyName("catalog");
            types.WriteTo(json);
        }, cancellationToken) : console.WriteAsync(types.All.SelectMany(LinesOf), cancellationToken)).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private static IEnumerable<string> LinesOf(WidgetType type)
    {
        yield return $"{type.Name} {type.Version}{(type.IsContainer ? ", a container" : "")}";
        yield return $"  drawn by  {type.Renderer}";
        if (type.Requires.Count > 0)
            yield return $"  requires  {string.Join(", ", type.Requires)}";
        yield return $"  reads     {(type.DataSources.Count > 0 ? string.Join(", ", type.DataSources) : "no data")}";
        yield return $"  options   {OptionsOf(type)}";
    }

    // What the schema names by itself; it stands whole in the catalog.
    private static string OptionsOf(WidgetType type)
    {
        if (type.Options is null)
            return "none";
        using var schema = JsonDocument.Parse(type.Options);
        return schema.RootElement.TryGetProperty("properties", out var properties) && properties.EnumerateObject().Select(p => IsClient(p.Value) ? $"{p.Name} (browser)" : p.Name).ToArray() is { Length: > 0 } names
            ? string.Join(", ", names) : "see its schema: --format json";
    }

    private static bool IsClient(JsonElement option) => option.ValueKind == JsonValueKind.Object && option.TryGetProperty("x-hub-visibility", out var word) && word.ValueEquals("client");
}
