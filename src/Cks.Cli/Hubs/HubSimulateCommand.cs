using System.CommandLine;
using System.CommandLine.Parsing;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub simulate</c>: the view that somebody gets of their hub, and why each missing part of it is missing. It tells rules and layers, so it is for operators with the files at hand (S28).</summary>
internal sealed class HubSimulateCommand : ToolCommand
{
    private readonly SimulationFiles _files = new();
    private readonly SimulatedSubject _subject = new();
    private readonly Option<DateTimeOffset?> _at = new("--at") { Description = "The moment; now by default.", HelpName = "TIME" };
    private readonly Option<string[]> _flag = new("--flag") { Description = "A feature or flag that is supposed to be on or off, whatever the documents say of it.", HelpName = "NAME=on|off" };

    public HubSimulateCommand(ToolOptions options)
        : base("simulate", "Shows the hub that somebody gets, and why each part that is missing is missing.", options)
    {
        _subject.AddTo(this);
        _files.AddTo(this);
        Add(_at);
        Add(_flag);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks hub simulate --as CON-010 --tenant acme",
        "cks hub simulate --policy app.rbac.json --hubs hubs/{role}.json --as CON-010 --tenant acme --tenants hubs/tenants/{tenant}.json --at 2026-12-01T00:00Z",
        "cks hub simulate --policy app.rbac.json --role contractor --tenant acme --flag beta=on --format json",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var policy = _files.LoadPolicy(parsed, _subject.IsDescribed(parsed), findings);
        console.Findings(findings);
        if (policy is not var (sandbox, described) || _subject.Find(parsed, sandbox, described, console) is not { } who)
            return ExitCode.WrongUse;
        if (_subject.TenantOf(parsed) is { } tenant && _files.NoTenants(parsed, tenant) is { } why)
        {
            console.Error(why);
            return ExitCode.WrongUse;
        }

        var catalog = await _files.LoadHubsAsync(parsed, sandbox.Store, cancellationToken).ConfigureAwait(false);
        var (at, trace) = (parsed.GetValue(_at) ?? TimeProvider.System.GetUtcNow(), new HubTrace { Switched = SwitchedOf(parsed) });
        sandbox = sandbox.Under(new HubCeiling(() => catalog));
        var (subject, decisions) = (sandbox.Bind(who, at), sandbox.DecisionsOf(who, resource: null, at));
        if (catalog.Find(catalog.Documents, subject.Roles, subject.Tenant.Value) is not { } hub)
        {
            console.Error($"None of the roles {string.Join(", ", subject.Roles)} has a hub.");
            return ExitCode.WrongUse;
        }

        if (trace.Switched.Keys.FirstOrDefault(f => !hub.Flags.Names.Contains(f, StringComparer.Ordinal)) is { } unknown)
        {
            console.Error($"The hub has no feature or flag \"{unknown}\". {DidYouMean.Sentence(unknown, [.. hub.Flags.Names])}".TrimEnd());
            return ExitCode.WrongUse;
        }

        var view = new HubComposer(catalog, decisions, decisions, new Clock(at), remembered: 0).Trace(subject, trace)!;
        var faults = catalog.TenantFaults.Where(f => f.Tenant == subject.Tenant.Value).ToArray();
        console.Findings(faults.SelectMany(f => f.Findings));
        if (_subject.TenantOf(parsed) is not null && faults.Length == 0 && _files.TenantsOf(parsed) is { } layers && !trace.Hub!.Layers.Any(l => l.Kind == HubLayerKind.Tenant))
            console.Note($"Tenant \"{subject.Tenant}\" has no layer: no file of its name fits {layers}.");
        var report = new SimulationReport(view, trace, subject, at, new(trace, catalog, subject, decisions.Explainer), UnknownTo(parsed));
        await (console.IsJson ? console.WriteJsonAsync("cks.hub-simulation", report.WriteMembers, cancellationToken) : console.WriteAsync(report.ToLines(), cancellationToken)).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private void Check(CommandResult result)
    {
        foreach (var flag in result.GetValue(_flag) ?? [])
            if (flag.Split('=') is not [{ Length: > 0 }, "on" or "off"])
                result.AddError($"\"{flag}\" supposes nothing: write NAME=on or NAME=off.");
    }

    // The last word about a flag counts.
    private SortedDictionary<string, bool> SwitchedOf(ParseResult parsed)
    {
        var switched = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var flag in parsed.GetValue(_flag) ?? [])
            switched[flag.Split('=')[0]] = flag.EndsWith("=on", StringComparison.Ordinal);
        return switched;
    }

    private List<string> UnknownTo(ParseResult parsed)
    {
        List<string> unknown = ["Grants that are stored, and what a session, an API key or somebody who acts for the person narrows: only the roles and what --tests describes are asked.", "Ceilings of the application beside its hubs, and a layer that is kept from before because the one at hand cannot be used."];
        if (_files.TenantsOf(parsed) is null)
            unknown.Add("Layers of tenants: none are read.");
        if (!_files.HasTargets(parsed))
            unknown.Add("What pages, data sources and actions need: without --targets each is taken to be there and to need nothing, so the application may show less. Settings of features are left out.");
        if (!_files.HasWidgets(parsed))
            unknown.Add("Widget types: without --widgets what a type needs is not asked, and no widget is the fallback.");
        return unknown;
    }

    private sealed class Clock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
