using System.CommandLine;
using Cks.Core;
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

    private readonly Option<bool> _check = new("--check") { Description = "Writes nothing, and says what is wrong in a database instead; ends with 1 when anything is. Needs --connection-env." };
    private readonly Option<string?> _connection = ScopeDatabase.ConnectionOption();

    public ScopeRlsCommand(ToolOptions options)
        : base("rls", "Writes row level security for PostgreSQL: one transaction of SQL that can be run again.", options)
    {
        Add(_model);
        Add(_role);
        Add(_definer);
        Add(_schema);
        Add(_check);
        Add(_connection);
    }

    public override IReadOnlyList<string> Examples { get; } = ["cks scope rls app.scope.json -o rls.sql", "cks scope rls app.scope.json --role web --schema public", "cks scope rls app.scope.json --check --connection-env APP_DATABASE"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var model = await ScopeInput.LoadAsync(parsed.GetValue(_model)!, cancellationToken).ConfigureAwait(false);
        if (NamesOf(parsed, console) is not { } options)
            return ExitCode.WrongUse;
        if (parsed.GetValue(_check))
            return await CheckAsync(parsed, model, options, console, cancellationToken).ConfigureAwait(false);
        var script = RowSecurity.Script(model, options);
        if (console.IsJson)
            await console.WriteJsonAsync("cks.scope-rls", json => json.WriteString("sql", script), cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(script, cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private async Task<int> CheckAsync(ParseResult parsed, ScopeModel model, RowSecurityOptions options, ToolConsole console, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_connection) is not { } variable)
        {
            console.Error("--check looks into a database: name the environment variable of its connection string by --connection-env.");
            return ExitCode.WrongUse;
        }

        var database = ScopeDatabase.Open(variable, "postgres");
        await using (database.ConfigureAwait(false))
        {
            var findings = await RowSecurity.CheckAsync(database.Source, model, options, cancellationToken).ConfigureAwait(false);
            if (console.IsJson)
                await console.WriteJsonAsync("cks.scope-rls-check", json =>
                {
                    json.WritePropertyName("findings");
                    DiagnosticJson.Write(json, findings);
                }, cancellationToken).ConfigureAwait(false);
            else
                await console.WriteAsync(findings.Select(f => f.ToString()), cancellationToken).ConfigureAwait(false);
            console.Note($"{findings.Count} findings.");
            return findings.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
        }
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
