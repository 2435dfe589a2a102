using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks policy explain</c>: why somebody may or may not do something, or, where nobody is named, which roles may.</summary>
internal sealed class PolicyExplainCommand : ToolCommand
{
    private readonly Option<string[]> _policy = new("--policy") { Description = "The policy's documents, or folders of them; those that --tests names by default.", HelpName = "FILE" };
    private readonly Option<string?> _tests = new("--tests") { Description = "Document that describes subjects and resources; the one beside the policy by default, app.rbac.tests.json for app.rbac.json.", HelpName = "FILE" };
    private readonly Option<string> _can = new("--can") { Description = "The capability or its alias.", HelpName = "CAPABILITY", Required = true };
    private readonly Option<string?> _as = new("--as") { Description = "A subject of --tests, by its name or its code.", HelpName = "WHO" };
    private readonly Option<string[]> _role = new("--role") { Description = "A role of the subject, in place of --as.", HelpName = "ROLE" };
    private readonly Option<string?> _code = new("--code") { Description = "The subject's code, with --role.", HelpName = "CODE" };
    private readonly Option<string?> _id = new("--id") { Description = "The subject's id, with --role.", HelpName = "ID" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "The subject's tenant, with --role.", HelpName = "TENANT" };
    private readonly Option<string?> _resource = new("--resource") { Description = "JSON file with \"attributes\" and \"relations\" of the resource.", HelpName = "FILE" };
    private readonly Option<string?> _on = new("--on") { Description = "A resource of --tests, in place of --resource.", HelpName = "NAME" };
    private readonly Option<DateTimeOffset?> _at = new("--at") { Description = "The moment; now by default.", HelpName = "TIME" };
    private readonly Option<bool> _values = new("--values") { Description = "Tells the values of the resource and the subject." };

    public PolicyExplainCommand(ToolOptions options)
        : base("explain", "Says why somebody may or may not do something, and what would change it; without a subject, which roles may.", options)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_policy, _tests, _can, _as, _role, _code, _id, _tenant, _resource, _on, _at, _values])
            Add(option);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks policy explain --policy app.rbac.json --as CON-010 --can orders:accept --resource order.json",
        "cks policy explain --policy app.rbac.json --role contractor --code CON-010 --can orders:accept --format json",
        "cks policy explain --policy app.rbac.json --can orders:accept",
    ];

    private void Check(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        if (!Has(_policy) && !Has(_tests))
            result.AddError("Name the policy: --policy FILE, or --tests FILE.");
        if (Has(_as) && (Has(_role) || Has(_code) || Has(_id) || Has(_tenant)))
            result.AddError("--as names somebody whom the document describes: leave out --role, --code, --id and --tenant.");
        if (!Has(_role) && (Has(_code) || Has(_id) || Has(_tenant)))
            result.AddError("--code, --id and --tenant describe a subject with --role.");
        if (Has(_resource) && Has(_on))
            result.AddError("--resource and --on both name the resource: leave one out.");
    }

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        if (Load(parsed, findings) is not { } known || findings.HasErrors)
        {
            console.Findings(findings);
            return ExitCode.WrongUse;
        }

        var (sandbox, document) = known;
        if (!sandbox.Policy.TryFind(parsed.GetValue(_can), out var capability))
            return Unknown(console, "capability", parsed.GetValue(_can)!, [.. sandbox.Policy.Capabilities.Select(c => c.Name), .. sandbox.Policy.Aliases]);
        TestSubject? who = null;
        if (parsed.GetValue(_as) is { } name)
        {
            who = document!.Subjects.GetValueOrDefault(name) ?? document.Subjects.Values.FirstOrDefault(s => s.Subject.Code == name);
            if (who is null)
                return Unknown(console, "subject", name, [.. document.Subjects.Keys, .. document.Subjects.Values.Select(s => s.Subject.Code).Where(c => c.Length > 0)]);
        }
        else if (parsed.GetValue(_role) is { Length: > 0 } roles)
        {
            if (Array.Find(roles, r => !sandbox.Policy.DeclaresRole(r)) is { } role)
                return Unknown(console, "role", role, [.. sandbox.Policy.Roles]);
            if (!TenantId.TryParse(parsed.GetValue(_tenant) ?? "main", out var tenant))
                return Unknown(console, "tenant", parsed.GetValue(_tenant)!, []);
            who = new("subject", new(parsed.GetValue(_id) ?? "", tenant, roles) { Code = parsed.GetValue(_code) ?? "" }, HasBrokenGlass: false);
        }

        TestResource? resource = null;
        if (parsed.GetValue(_on) is { } on && !document!.Resources.TryGetValue(on, out resource))
            return Unknown(console, "resource", on, document.Resources.Keys);
        if (parsed.GetValue(_resource) is { } file)
            resource = ReadResource(file, sandbox.Policy, capability, findings);
        if (resource is not null && resource.Resource != capability.Resource)
            findings.Add(CksCodes.PolicyTestName, SourceLocation.Whole("cks policy explain:"), $"\"{capability}\" is not about \"{resource.Name}\", which is one of \"{resource.Resource}\".", "Name a resource of the capability.");
        console.Findings(findings);
        if (findings.HasErrors)
            return ExitCode.WrongUse;
        var at = parsed.GetValue(_at) ?? TimeProvider.System.GetUtcNow();
        if (who is null)
            await WhoCanAsync(console, sandbox.ExplainerOf(new("", Subject.Nobody, false), null, at), capability, resource, cancellationToken).ConfigureAwait(false);
        else
            await ExplainAsync(console, sandbox.ExplainerOf(who, resource, at), sandbox.Bind(who, at), capability, resource, parsed.GetValue(_values), cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    /// <summary>The policy, and the document that describes subjects and resources where one is asked for.</summary>
    private (PolicySandbox Sandbox, PolicyTestDocument? Document)? Load(ParseResult parsed, DiagnosticBag findings)
    {
        var (policies, tests) = ((string[])[.. (parsed.GetValue(_policy) ?? []).SelectMany(PolicyInput.FilesOf).Distinct(StringComparer.Ordinal)], parsed.GetValue(_tests));
        var sandbox = policies.Length == 0 ? null : PolicyTestDocument.LoadPolicy(policies, findings);
        if (findings.HasErrors)
            return null;
        if (tests is null && (parsed.GetValue(_as) ?? parsed.GetValue(_on)) is not null)
            tests = PolicyInput.TestsBeside(policies);
        var document = tests is null ? null : PolicyTestDocument.Read(tests, findings, sandbox);
        return (sandbox ?? document?.Sandbox) is { } found ? (found, document) : null;
    }

    private static TestResource? ReadResource(string file, Policy policy, CapabilityId capability, DiagnosticBag findings) =>
        SourceDocument.Read(file, DocumentFile.Read(file, null), SourceDocumentOptions.ForFiles, findings) is { } root ? new TestThingReader(policy, findings).ReadResource(root, capability.Resource) : null;

    private static async Task ExplainAsync(
        ToolConsole console, IPolicyExplainer explainer, Subject subject, CapabilityId capability, TestResource? resource, bool showValues, CancellationToken cancellationToken)
    {
        var explanation = resource is null
            ? explainer.Explain(subject, capability, showValues)
            : await explainer.ExplainAsync(subject, capability, resource, showValues, cancellationToken).ConfigureAwait(false);
        await (console.IsJson
            ? console.WriteJsonAsync("cks.policy-explanation", json =>
            {
                json.WritePropertyName("explanation");
                explanation.WriteTo(json);
            }, cancellationToken)
            : console.WriteAsync(explanation.ToText().Split('\n'), cancellationToken)).ConfigureAwait(false);
    }

    private static Task WhoCanAsync(ToolConsole console, IPolicyExplainer explainer, CapabilityId capability, TestResource? resource, CancellationToken cancellationToken)
    {
        var roles = resource is null ? explainer.WhoCan(capability) : explainer.WhoCan(capability, resource);
        var (some, nobody) = (resource is null ? "on some resources" : "depending on the person", $"No role can do {capability}{(resource is null ? "" : " here")}.");
        return console.IsJson
            ? console.WriteJsonAsync("cks.policy-roles", json => Write(json, capability, roles), cancellationToken)
            : console.WriteAsync(
                roles.Select(r => $"{r.Role} {(r.Kind == RoleAccessKind.Always ? "always" : some)}, by {string.Join(", ", r.Rules)}"
                    + (r.NeedsBreakGlass ? ", when the glass is broken" : "") + (r.Obligations.Count > 0 ? $", once this is done: {string.Join(", ", r.Obligations)}" : "")).DefaultIfEmpty(nobody),
                cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, CapabilityId capability, IReadOnlyList<RoleAccess> roles)
    {
        json.WriteString("capability", capability.Name);
        json.WriteStartArray("roles");
        foreach (var role in roles)
        {
            json.WriteStartObject();
            json.WriteString("role", role.Role);
            json.WriteString("access", role.Kind == RoleAccessKind.Always ? "always" : "depends");
            json.WriteBoolean("needsBreakGlass", role.NeedsBreakGlass);
            WriteList(json, "obligations", role.Obligations);
            WriteList(json, "rules", role.Rules);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static int Unknown(ToolConsole console, string what, string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        console.Error($"There is no {what} \"{name}\". {(DidYouMean.Closest(name, names) is { } closest ? $"Did you mean \"{closest}\"?" : names.Length == 0 ? "" : $"There are {string.Join(", ", names.Take(20))}{(names.Length > 20 ? " and more" : "")}.")}".TrimEnd());
        return ExitCode.WrongUse;
    }
}
