using System.CommandLine;
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
        }, cancellationToken) : console.WriteAsync(types.Registered.SelectMany(LinesOf), cancellationToken)).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private static IEnumerable<string> LinesOf(RegisteredWidget registered)
    {
        var type = registered.Type;
        yield return $"{type.Name} {type.Version}{(type.IsContainer ? ", a container" : "")}{(type.Plugin is { } plugin ? $", of the plugin {plugin}" : "")}";
        yield return $"  drawn by  {type.Renderer}";
        if (type.Requires.Count > 0)
            yield return $"  requires  {string.Join(", ", type.Requires)}";
        yield return $"  reads     {(type.DataSources.Count > 0 ? string.Join(", ", type.DataSources) : "no data")}";
        yield return $"  options   {(type.Options is null ? "none" : OptionsOf(registered.Visibility))}";
    }

    // What the schema names by itself; it stands whole in the catalog.
    private static string OptionsOf(OptionVisibility options)
    {
        var listed = string.Join(", ", options.Names.Select(n => $"{n}{(options.Of(n) is { IsClient: true } ? " (browser)" : options.Of(n).IsClientWithin() ? " (browser, in part)" : "")}"));
        return listed.Length > 0 ? listed : $"see its schema: --format json{(options.IsClientWithin() ? " (browser)" : "")}";
    }
}
