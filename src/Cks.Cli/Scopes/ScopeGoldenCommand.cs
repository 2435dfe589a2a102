using System.CommandLine;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks scope golden MODEL --policy FILE...</c>: every SQL text of the roles, to be approved in git.</summary>
internal sealed class ScopeGoldenCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The scope model." };
    private readonly Option<string[]> _policy = new("--policy") { Description = "The policy's documents, or folders of them.", HelpName = "FILE", Required = true };

    // So that it is the same on every day, whatever rules end or begin.
    private readonly Option<DateTimeOffset> _at = new("--at") { Description = "The moment whose rules count; one before all that begin by default.", HelpName = "TIME", DefaultValueFactory = _ => new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) };

    public ScopeGoldenCommand(ToolOptions options)
        : base("golden", "Writes every SQL text that is sent, by role, set and dialect, as Markdown: the same for the same documents, so that it can stand in git.", options)
    {
        Add(_model);
        Add(_policy);
        Add(_at);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text"];

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks scope golden app.scope.json --policy app.rbac.json",
        "cks scope golden app.scope.json --policy app.rbac.json -o app.sql.md",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var (model, policy) = (parsed.GetValue(_model)!, parsed.GetValue(_policy)!);
        var scope = await ScopePolicy.LoadAsync(model, policy, new Still(parsed.GetValue(_at)), cancellationToken).ConfigureAwait(false);
        // Wherever it is made.
        var command = $"cks scope golden {Path.GetFileName(model)} {string.Join(' ', policy.Select(p => $"--policy {Path.GetFileName(Path.TrimEndingDirectorySeparator(p))}"))}";
        await console.WriteAsync(GoldenSql.Of(scope.Model, scope.Decisions, scope.Decisions, scope.Clock, command), cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private sealed class Still(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
