using System.CommandLine;
using Cks.Core;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks scope explain MODEL --policy FILE --as CODE</c>: what somebody sees, by which ways, and the SQL that is sent for it.</summary>
internal sealed class ScopeExplainCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The scope model." };
    private readonly Option<string[]> _policy = new("--policy") { Description = "The policy's documents, or folders of them.", HelpName = "FILE", Required = true };
    private readonly Option<string> _as = new("--as") { Description = "Code of the subject's own record.", HelpName = "CODE", Required = true };
    private readonly Option<string[]> _role = new("--role") { Description = "Roles of the subject; by default the one role whose records have such codes.", HelpName = "ROLE" };
    private readonly Option<string> _tenant = new("--tenant") { Description = "The subject's tenant.", HelpName = "TENANT", DefaultValueFactory = _ => "main" };
    private readonly Option<bool> _test = new("--test") { Description = "The subject is a test user." };
    private readonly Option<string> _dialect = ScopeDatabase.DialectOption();
    private readonly Option<string?> _connection = ScopeDatabase.ConnectionOption();

    public ScopeExplainCommand(ToolOptions options)
        : base("explain", "Says what somebody sees: the ways as declared and as taken, what the policy leaves, the SQL, and with a connection how many rows.", options)
    {
        Add(_model);
        foreach (var option in (ReadOnlySpan<Option>)[_policy, _as, _role, _tenant, _test, _dialect, _connection])
            Add(option);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks scope explain app.scope.json --policy app.rbac.json --as MGR-001",
        "cks scope explain app.scope.json --policy app.rbac.json --as MGR-001 --role manager --dialect sqlite --format json",
        "cks scope explain app.scope.json --policy app.rbac.json --as MGR-001 --connection-env CKS_DATABASE",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var scope = await ScopePolicy.LoadAsync(parsed.GetValue(_model)!, parsed.GetValue(_policy)!, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (SubjectOf(parsed, scope, console) is not { } me)
            return ExitCode.WrongUse;
        var dialect = parsed.GetValue(_dialect)!;
        var explanation = new ScopeExplainer(scope.Model, scope.Decisions, scope.Clock).Explain(me, ScopeDatabase.CompilerOf(dialect))!;
        if (parsed.GetValue(_connection) is { } variable)
        {
            var database = ScopeDatabase.Open(variable, dialect);
            await using (database.ConfigureAwait(false))
                explanation = await explanation.CountAsync(new(database.Source, database.Compiler), cancellationToken).ConfigureAwait(false);
        }

        await (console.IsJson
            ? console.WriteJsonAsync("cks.scope-explanation", json => ScopeExplanationJson.WriteMembers(json, explanation), cancellationToken)
            : console.WriteAsync(ScopeExplanationText.Of(explanation), cancellationToken)).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private Subject? SubjectOf(ParseResult parsed, ScopePolicy scope, ToolConsole console)
    {
        var code = parsed.GetValue(_as)!;
        if (!TenantId.TryParse(parsed.GetValue(_tenant), out var tenant) || code.Length == 0)
        {
            console.Error("A subject has a tenant and a code.");
            return null;
        }

        string[] known = [.. scope.Model.Strategies.Select(s => s.Role)];
        var roles = parsed.GetValue(_role) ?? [];
        if (roles.Length == 0)
            roles = [.. scope.Model.Strategies.Where(s => s.Entity == scope.Model.EntityOfCode(code)?.Name).Select(s => s.Role)];
        if (roles.Length == 1 && !known.Contains(roles[0]) || !roles.Any(known.Contains))
        {
            console.Error(roles is [var one] ? $"No strategy is of the role \"{one}\". {DidYouMean.Sentence(one, known)}".TrimEnd() : $"Which role has \"{code}\"? Name it: --role {string.Join(" or ", known)}.");
            return null;
        }

        if (parsed.GetValue(_role) is not { Length: > 0 } && roles.Length > 1)
        {
            console.Error($"Several roles have such codes. Name one: --role {string.Join(" or ", roles)}.");
            return null;
        }

        return new("", tenant, roles) { Code = scope.Model.TryNormalizeCode(code, out var normal) ? normal : code, IsTest = parsed.GetValue(_test) };
    }
}
