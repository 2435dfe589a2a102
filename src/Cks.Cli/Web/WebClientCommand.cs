using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks web client FILE...</c>: the capabilities of a policy and the permissions endpoint as one file of TypeScript.</summary>
internal sealed class WebClientCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "The documents that make the policy, or folders of them.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _react = new("--react") { Description = "With hooks for React." };
    private readonly Option<string> _url = new("--url") { Description = "Where MapCksPermissions answers.", DefaultValueFactory = _ => "/api/me/permissions" };

    public WebClientCommand(ToolOptions options)
        : base("client", "Writes one typed file that asks the permissions endpoint and answers what a screen may show.", options)
    {
        Add(_files);
        Add(_react);
        Add(_url);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text"];

    public override IReadOnlyList<string> Examples { get; } = ["cks web client app.rbac.json -o cks.ts", "cks web client . --react --url /api/me/permissions -o cks.ts"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var policy = await PolicyInput.LoadAsync(parsed.GetValue(_files)!, cancellationToken).ConfigureAwait(false);
        await console.WriteAsync(TypeScriptClient.Write(policy, parsed.GetValue(_url)!, parsed.GetValue(_react)), cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }
}
