using System.CommandLine;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks scope rls MODEL</c>: writes row level security for PostgreSQL.</summary>
internal sealed class ScopeRlsCommand : ToolCommand
{
    private static readonly RowSecurityOptions Default = new();

    private readonly Argument<string> _model = new("MODEL") { Description = "The scope model." };
    private readonly Option<string> _role = new("--role") { Description = "The role by which the application is connected.", DefaultValueFactory = _ => Default.Role, HelpName = "NAME" };
    private readonly Option<string> _definer = new("--definer") { Description = "The role that owns the functions; made where there is none.", DefaultValueFactory = _ => Default.Definer, HelpName = "NAME" };
    private readonly Option<string> _schema = new("--schema") { Description = "The schema of the tables.", DefaultValueFactory = _ => Default.Schema, HelpName = "NAME" };

    public ScopeRlsCommand(ToolOptions options)
        : base("rls", "Writes row level security for PostgreSQL: one transaction of SQL that can be run again.", options)
    {
        Add(_model);
        Add(_role);
        Add(_definer);
        Add(_schema);
    }

    public override IReadOnlyList<string> Examples { get; } = ["cks scope rls app.scope.json -o rls.sql", "cks scope rls app.scope.json --role web --schema public"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var model = await ScopeInput.LoadAsync(parsed.GetValue(_model)!, cancellationToken).ConfigureAwait(false);
        if (NamesOf(parsed, console) is not { } options)
            return ExitCode.WrongUse;
        var script = RowSecurity.Script(model, options);
        if (console.IsJson)
            await console.WriteJsonAsync("cks.scope-rls", json => json.WriteString("sql", script), cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(script, cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    // What cannot be a name is a mistake of the command line, not of this program.
    private RowSecurityOptions? NamesOf(ParseResult parsed, ToolConsole console)
    {
        try
        {
            var options = new RowSecurityOptions { Role = parsed.GetValue(_role)!, Definer = parsed.GetValue(_definer)!, Schema = parsed.GetValue(_schema)! };
            options.Check();
            return options;
        }
        catch (ArgumentException e)
        {
            console.Error(e.Message);
            return null;
        }
    }
}
