using System.CommandLine;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks policy diff OLD NEW</c>: who gains and who loses what.</summary>
internal sealed class PolicyDiffCommand : ToolCommand
{
    private readonly Argument<string> _old = new("OLD") { Description = "The policy before: a document, or a folder of those that make it." };
    private readonly Argument<string> _new = new("NEW") { Description = "The policy after." };

    public PolicyDiffCommand(ToolOptions options)
        : base("diff", "Shows who gains (+) and who loses (-) what, however it is written. Ends with 1 when anybody does.", options)
    {
        Add(_old);
        Add(_new);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "html"];

    public override IReadOnlyList<string> Examples { get; } = ["cks policy diff app.rbac.json app.rbac.json", "cks policy diff app.rbac.json app.rbac.json --format json", "cks policy diff app.rbac.json app.rbac.json --format html -o diff.html"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var (old, next) = (parsed.GetValue(_old)!, parsed.GetValue(_new)!);
        var diff = PolicyDiff.Between(
            await PolicyInput.LoadAsync([old], cancellationToken).ConfigureAwait(false),
            await PolicyInput.LoadAsync([next], cancellationToken).ConfigureAwait(false),
            TimeProvider.System.GetUtcNow());
        if (console.IsJson)
            await console.WriteJsonAsync("cks.policy-diff", diff.WriteMembers, cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(console.Format == ToolFormat.Html ? diff.ToHtml($"From {old} to {next}") : diff.ToString(), cancellationToken).ConfigureAwait(false);
        console.Note($"{diff.Changes.Count(c => c.IsGain)} gained, {diff.Changes.Count(c => !c.IsGain)} lost.");
        return diff.Changes.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
    }
}
