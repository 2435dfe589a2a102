using System.CommandLine;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub diff OLD NEW</c>: what is different in a hub, and what it can do.</summary>
internal sealed class HubDiffCommand : ToolCommand
{
    private static readonly Dictionary<string, HubRisk> Risks = new(StringComparer.Ordinal)
    {
        ["permission"] = HubRisk.PermissionWidened,
        ["limit"] = HubRisk.LimitLoosened,
        ["endpoint"] = HubRisk.EndpointChanged,
        ["widget"] = HubRisk.WidgetRemoved,
        ["other"] = HubRisk.Other,
        ["theme"] = HubRisk.ThemeOnly,
    };

    private readonly LayerOptions _layers = new();
    private readonly Argument<string> _old = new("OLD") { Description = "The hub before: a document of any version, or what cks hub merge makes; with layers over it the base before." };
    private readonly Argument<string> _new = new("NEW") { Description = "The hub after." };
    private readonly Option<string> _risk = new("--risk") { Description = $"The least risk that makes the tool end with 1: {string.Join(", ", Risks.Keys)}.", DefaultValueFactory = _ => "widget", HelpName = "RISK" };

    public HubDiffCommand(ToolOptions options)
        : base("diff", "Says by id and in words what is different in a hub, the greatest risk first. Ends with 1 when a widget is gone, an endpoint changed, a limit loosened or a permission widened.", options)
    {
        Add(_old);
        Add(_new);
        Add(_risk);
        _layers.AddOptionalTo(this);
        _risk.AcceptOnlyFromAmong([.. Risks.Keys]);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "html"];

    public override IReadOnlyList<string> Examples { get; } =
        ["cks hub diff hubs/crew.json hubs/crew.json", "cks hub diff hubs/crew.json hubs/crew.json --risk theme --format json", "cks hub diff hubs/base.json hubs/base.json --role hubs/crew.json --format html -o diff.html"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var (old, next) = (parsed.GetValue(_old)!, parsed.GetValue(_new)!);
        var layers = await _layers.ReadAsync(parsed, cancellationToken).ConfigureAwait(false);
        var diff = layers.Count == 0
            ? await CompareAsync(old, next, ReadAsync, HubDiff.Between, console, cancellationToken).ConfigureAwait(false)
            : await CompareAsync(old, next, async (file, token) => LayeredHub.Read([new(HubLayerKind.Base, "", file, await File.ReadAllBytesAsync(file, token).ConfigureAwait(false)), .. layers]), HubDiff.Between, console, cancellationToken).ConfigureAwait(false);
        if (diff is null)
            return ExitCode.WrongUse;
        if (console.IsJson)
            await console.WriteJsonAsync("cks.hub-diff", diff.WriteMembers, cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(console.Format == ToolFormat.Html ? diff.ToHtml($"From {old} to {next}") : diff.ToString(), cancellationToken).ConfigureAwait(false);
        console.Note($"{diff.Changes.Count} changes.");
        return diff.Risk >= Risks[parsed.GetValue(_risk)!] ? ExitCode.Findings : ExitCode.Fine;
    }

    private static async Task<LoadResult<HubDefinition>> ReadAsync(string file, CancellationToken cancellationToken) =>
        HubDefinitionReader.Read(file, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));

    private static async Task<HubDiff?> CompareAsync<T>(string old, string next, Func<string, CancellationToken, Task<LoadResult<T>>> read, Func<T, T, HubDiff> compare, ToolConsole console, CancellationToken cancellationToken)
        where T : class
    {
        LoadResult<T>[] hubs = [await read(old, cancellationToken).ConfigureAwait(false), await read(next, cancellationToken).ConfigureAwait(false)];
        // What a document is warned for is nothing that the other one has to do with.
        foreach (var hub in hubs.Where(h => !h.IsLoaded))
            console.Findings(hub.Diagnostics);
        return hubs is [{ Value: { } before }, { Value: { } after }] ? compare(before, after) : null;
    }
}
