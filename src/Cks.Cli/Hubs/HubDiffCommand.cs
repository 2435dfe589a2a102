using System.CommandLine;
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

    private readonly Argument<string> _old = new("OLD") { Description = "The hub before: a document of any version, or what cks hub merge makes." };
    private readonly Argument<string> _new = new("NEW") { Description = "The hub after." };
    private readonly Option<string> _risk = new("--risk") { Description = $"The least risk that makes the tool end with 1: {string.Join(", ", Risks.Keys)}.", DefaultValueFactory = _ => "widget", HelpName = "RISK" };

    public HubDiffCommand(ToolOptions options)
        : base("diff", "Says by id and in words what is different in a hub, the greatest risk first. Ends with 1 when a widget is gone, an endpoint changed, a limit loosened or a permission widened.", options)
    {
        Add(_old);
        Add(_new);
        Add(_risk);
        _risk.AcceptOnlyFromAmong([.. Risks.Keys]);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "html"];

    public override IReadOnlyList<string> Examples { get; } =
        ["cks hub diff hubs/crew.json hubs/crew.json", "cks hub diff hubs/crew.json hubs/crew.json --risk theme --format json", "cks hub diff hubs/crew.json hubs/crew.json --format html -o diff.html"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var (old, next) = (parsed.GetValue(_old)!, parsed.GetValue(_new)!);
        var (before, after) = (await ReadAsync(old, console, cancellationToken).ConfigureAwait(false), await ReadAsync(next, console, cancellationToken).ConfigureAwait(false));
        if (before is null || after is null)
            return ExitCode.WrongUse;
        var diff = HubDiff.Between(before, after);
        if (console.IsJson)
            await console.WriteJsonAsync("cks.hub-diff", diff.WriteMembers, cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(console.Format == ToolFormat.Html ? diff.ToHtml($"From {old} to {next}") : diff.ToString(), cancellationToken).ConfigureAwait(false);
        console.Note($"{diff.Changes.Count} changes.");
        return diff.Risk >= Risks[parsed.GetValue(_risk)!] ? ExitCode.Findings : ExitCode.Fine;
    }

    // What a document is warned for is nothing that the other one has to do with.
    private static async Task<HubDefinition?> ReadAsync(string file, ToolConsole console, CancellationToken cancellationToken)
    {
        var hub = HubDefinitionReader.Read(file, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
        if (!hub.IsLoaded)
            console.Findings(hub.Diagnostics);
        return hub.Value;
    }
}
