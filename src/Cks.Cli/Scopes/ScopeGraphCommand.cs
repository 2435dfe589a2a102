using System.CommandLine;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks scope graph MODEL</c>: draws the entities of a model and how they belong together.</summary>
internal sealed class ScopeGraphCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The scope model." };

    public ScopeGraphCommand(ToolOptions options)
        : base("graph", "Draws the entities of a scope model, the relations between them and the keys that are copied.", options) => Add(_model);

    public override IReadOnlyList<string> Formats { get; } = ["text", "svg", "mermaid"];

    public override IReadOnlyList<string> Examples { get; } = ["cks scope graph app.scope.json", "cks scope graph app.scope.json --format svg -o scope.svg", "cks scope graph app.scope.json --format mermaid"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var graph = ScopeGraph.Of(await ScopeInput.LoadAsync(parsed.GetValue(_model)!, cancellationToken).ConfigureAwait(false));
        await console.WriteAsync(console.Format switch { ToolFormat.Svg => graph.ToSvg(), ToolFormat.Mermaid => graph.ToMermaid(), _ => graph.ToString() }, cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }
}
