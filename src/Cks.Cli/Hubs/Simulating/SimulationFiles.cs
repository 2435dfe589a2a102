using System.CommandLine;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>The files that a simulation is made of: policy, subjects, hub documents, and what the application provides.</summary>
internal sealed class SimulationFiles
{
    private const string None = "none";

    private readonly Option<string[]> _policy = new("--policy") { Description = "The policy's documents, or folders of them; by default those that --tests names, or policies/*.rbac.json, or *.rbac.json.", HelpName = "FILE" };
    private readonly Option<string?> _tests = new("--tests") { Description = "Document that describes subjects; the one beside the policy by default, app.rbac.tests.json for app.rbac.json.", HelpName = "FILE" };
    private readonly Option<string?> _hubs = new("--hubs") { Description = "The roles' documents: a path with {role} in the name of the file; by default hubs/{role}.json, or hubs/{role}.v2.json where the files are named so.", HelpName = "PATTERN" };
    private readonly Option<string[]> _base = new("--base") { Description = "What all hubs share.", HelpName = "FILE" };
    private readonly Option<string[]> _environment = new("--environment") { Description = "The layer of an environment.", HelpName = "FILE" };
    private readonly Option<string?> _tenants = new("--tenants") { Description = "The tenants' layers: a path with {tenant} in the name of the file, or none; by default hubs/tenants/{tenant}.json where that folder is there, beside the roles' documents.", HelpName = "PATTERN" };
    private readonly Option<string?> _targets = new("--targets") { Description = "What the application provides, as HubTargets.WriteTo writes it. Without it every target of the documents is taken to be there, and to need nothing.", HelpName = "FILE" };
    private readonly Option<string?> _widgets = new("--widgets") { Description = "The catalog of the application's widget types, as its catalog endpoint answers it. Without it widgets are not held to their types.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_policy, _tests, _hubs, _base, _environment, _tenants, _targets, _widgets])
            command.Add(option);
    }

    /// <summary>Whether the targets are known.</summary>
    public bool HasTargets(ParseResult parsed) => parsed.GetValue(_targets) is not null;

    /// <summary>Whether the widget types are known.</summary>
    public bool HasWidgets(ParseResult parsed) => parsed.GetValue(_widgets) is not null;

    /// <summary>Why the layer of a tenant that was asked for cannot be told; <see langword="null"/> when it can, or when there is said to be none.</summary>
    /// <exception cref="CksConfigurationException">The files are named in several ways.</exception>
    public string? NoTenants(ParseResult parsed, string tenant) =>
        TenantsOf(parsed) is not null || parsed.GetValue(_tenants) is not null
            ? null
            : $"Where the layer of tenant \"{tenant}\" stands is not known: there is no folder \"{HubPlaces.TenantsFolder(HubsOf(parsed))}\". Say --tenants PATTERN, or --tenants {None} where the application has no layers of tenants.";

    /// <summary>Where the layers of tenants stand; <see langword="null"/> when none are read.</summary>
    /// <exception cref="CksConfigurationException">The files are named in several ways.</exception>
    public string? TenantsOf(ParseResult parsed) => parsed.GetValue(_tenants) switch
    {
        null => HubPlaces.Tenants(HubsOf(parsed)),
        None => null,
        var pattern => pattern,
    };

    /// <summary>The policy, and the document that describes subjects where one is asked for; <see langword="null"/> when they are refused, which is reported.</summary>
    /// <exception cref="FileNotFoundException">Nobody says where the policy stands, and it is not where it mostly does.</exception>
    public (PolicySandbox Sandbox, PolicyTestDocument? Subjects)? LoadPolicy(ParseResult parsed, bool needsSubjects, DiagnosticBag findings)
    {
        var (policies, tests) = ((string[])[.. (parsed.GetValue(_policy) ?? []).SelectMany(PolicyInput.FilesOf).Distinct(StringComparer.Ordinal)], parsed.GetValue(_tests));
        if (policies.Length == 0 && tests is null && (policies = HubPlaces.Policies()).Length == 0)
            throw new FileNotFoundException($"Name the policy, --policy FILE or --tests FILE: there is no policies/{PolicyCheck.Files}, and no {PolicyCheck.Files} here.");
        var sandbox = policies.Length == 0 ? null : PolicyTestDocument.LoadPolicy(policies, findings);
        if (findings.HasErrors)
            return null;
        if (tests is null && needsSubjects)
            tests = PolicyInput.TestsBeside(policies);
        var document = tests is null ? null : PolicyTestDocument.Read(tests, findings, sandbox);
        return (sandbox ?? document?.Sandbox) is { } found && !findings.HasErrors ? (found, document) : null;
    }

    /// <summary>The hubs, as a host with these files would have them.</summary>
    /// <exception cref="CksConfigurationException">A document is refused.</exception>
    public async Task<HubCatalog> LoadHubsAsync(ParseResult parsed, SnapshotStore<Policy> policies, CancellationToken cancellationToken)
    {
        HubSource[] Shared(Option<string[]> option) => [.. (parsed.GetValue(option) ?? []).Select(HubSource.File)];
        var sources = new HubSources
        {
            Base = Shared(_base),
            Roles = [new HubFolder(HubsOf(parsed))],
            Environment = Shared(_environment),
            Tenants = TenantsOf(parsed) is { } tenants ? [new HubFolder(tenants, NamePattern.TenantPlace)] : [],
        };
        var root = Directory.GetCurrentDirectory();
        var targets = parsed.GetValue(_targets) is { } file
            ? HubTargets.Read(file, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)).GetOrThrow()
            : AssumedTargets.Of(sources.Read(root, new(), (_, _) => { }));
        if (parsed.GetValue(_widgets) is { } catalog)
        {
            var types = await WidgetsInput.LoadAsync(catalog, cancellationToken).ConfigureAwait(false);
            targets = types.All.Aggregate(targets, (t, type) => t.AddWidget(type)).AddFallbackWidget(types.Fallback);
        }

        return new(sources, root, targets, policies, start: null);
    }

    private string HubsOf(ParseResult parsed) => parsed.GetValue(_hubs) ?? HubPlaces.Roles();
}
