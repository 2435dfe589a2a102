using System.CommandLine;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks policy matrix FILE...</c>: who may do what.</summary>
internal sealed class PolicyMatrixCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "The documents that make the policy, or folders of them.", Arity = ArgumentArity.OneOrMore };

    public PolicyMatrixCommand(ToolOptions options)
        : base("matrix", "Shows which role may do what. As text it is Markdown, and the same for the same policy, so that it can stand in git.", options) => Add(_files);

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "html"];

    public override IReadOnlyList<string> Examples { get; } = ["cks policy matrix app.rbac.json", "cks policy matrix app.rbac.json -o app.matrix.md", "cks policy matrix . --format html -o matrix.html"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(_files)!;
        var matrix = PolicyMatrix.Of(await PolicyInput.LoadAsync(files, cancellationToken).ConfigureAwait(false));
        if (console.IsJson)
            await console.WriteJsonAsync("cks.policy-matrix", matrix.WriteMembers, cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(console.Format == ToolFormat.Html ? matrix.ToHtml($"Who may do what: {string.Join(", ", files)}") : matrix.ToString(), cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }
}
