using System.Collections.Immutable;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Makes hubs of files: reads the layers, merges them, and checks what they make against the application's targets and the policy.</summary>
internal sealed class HubCompiler(HubSources sources, HubTargets? targets, Policy policy)
{
    private readonly HubValidator _validator = new(targets, policy);

    /// <summary>Whether tenants may have layers.</summary>
    public bool HasTenants => sources.Tenants.Count > 0;

    /// <summary>The documents; the findings say whether they may be used. Findings about tenants' layers are none of them: those cost the tenant its layer alone, and a warning says so.</summary>
    /// <param name="files">The documents.</param>
    /// <param name="tenants">What tenants lay over them.</param>
    /// <param name="findings">Receives what is wrong.</param>
    /// <param name="isScreenOnly">Whether they give no right: those that are built in, which nobody wrote for what a role may do here.</param>
    public HubDocuments Compile(IReadOnlyList<HubFile> files, IReadOnlyDictionary<string, TenantLayers> tenants, DiagnosticBag findings, bool isScreenOnly = false)
    {
        _validator.ValidateTargets(findings);
        HubLayer?[] shared = [.. files.Where(f => f.Kind is HubLayerKind.Base or HubLayerKind.Environment).Select(f => HubLayers.Read(f, findings))];
        var (hubs, isLayered) = (new Dictionary<string, RoleHub>(StringComparer.Ordinal), sources.HasLayers || files.Any(f => f.Kind != HubLayerKind.Role));
        foreach (var file in files.Where(f => f.Kind == HubLayerKind.Role))
        {
            if ((isLayered ? Layered(file, shared, findings) : Alone(file, findings)) is not { } hub)
                continue;
            Check(hub.Definition, file.Role, findings);
            hub = isScreenOnly ? hub with { Definition = Without(hub.Definition, _ => true, _ => true) } : hub with { Plan = PlanOf(hub.Definition, () => hub.Layers.Value, file.Role, findings) };
            if (!hubs.TryAdd(file.Role, hub))
                findings.Add(CksCodes.HubDocument, SourceLocation.Whole(file.Name), $"The role \"{file.Role}\" has a hub document already.", "Keep one of the two.");
        }

        foreach (var layers in tenants.Values.Where(t => t.Findings.Count > 0).OrderBy(t => t.Tenant, StringComparer.Ordinal))
            findings.Add(WarningOf(layers.Tenant, layers.Findings, layers.Kept.Count > 0));
        return new(hubs, tenants, this, isScreenOnly);
    }

    /// <summary>The hub of a role that gives a screen and no right.</summary>
    public HubSnapshot ComposeScreen(RoleHub hub, string tenant) => new(tenant, TenantLayerState.Denied, Without(hub.Definition, _ => true, _ => true), hub.Document, [], policy);

    // A widget reads data and a button starts something, and the layer may have taken either away.
    private HubSnapshot ComposeDenied(RoleHub hub, string tenant)
    {
        var left = Without(hub.Definition, _ => true, _ => true);
        return new(tenant, TenantLayerState.Denied, left with { Navigation = left.Navigation with { QuickActions = [] }, Dashboard = left.Dashboard with { Widgets = [] } }, hub.Document, [], policy);
    }

    /// <summary>The hub of a role where no tenant has a say.</summary>
    public HubSnapshot Compose(RoleHub hub) => new("", TenantLayerState.NoLayer, hub.Definition, hub.Document, TakenAway(hub.Definition), policy, hub.Plan);

    /// <summary>
    /// The hub of a role with the newest layer of a tenant that can be used. Where that is not the one at the source, everything that any kept layer takes away stays taken away, every feature that one switches off by its kill switch stays off, and what newer ones take
    /// off the screen is not shown; where there is none, nothing is left but pages that everybody may open: nobody knows what the layer took away.
    /// </summary>
    public HubSnapshot Compose(RoleHub hub, TenantLayers tenant, Action<TenantLayerFault> found)
    {
        var wrong = tenant.Findings;
        for (var i = 0; i < tenant.Kept.Count; i++)
        {
            var findings = new DiagnosticBag();
            if (Merge(hub, tenant.Kept[i], findings) is not ({ } document, { } definition))
            {
                wrong = wrong.Count > 0 ? wrong : [.. findings];
                continue;
            }

            var own = new DiagnosticBag();
            var plan = PlanOf(definition, () => document.Layers, hub.Definition.Metadata.Role, own);
            if (i == 0 && tenant.Findings.Count == 0)
            {
                // What no experiment can be laid over is still the tenant's hub.
                if (own.HasErrors)
                    found(new(tenant.Tenant, TenantLayerState.InUse, [.. own]));
                return new(tenant.Tenant, TenantLayerState.InUse, definition, new(document), TakenAway(definition), policy, plan);
            }

            HashSet<string> takenAway = [.. TakenAway(definition), .. tenant.Kept.SelectMany(TakenAway)];
            HubLayer[] newer = [.. tenant.Kept.Take(i)];
            HashSet<string> killed = [.. tenant.Kept.SelectMany(Killed), .. newer.SelectMany(n => UnusableLayer.Off(definition, n))];
            found(new(tenant.Tenant, TenantLayerState.LastKnownGood, wrong));
            // What an experiment makes of the hub knows nothing of what newer layers take off the screen.
            return new(tenant.Tenant, TenantLayerState.LastKnownGood, Without(newer.Aggregate(definition, UnusableLayer.Hide), takenAway.Contains, killed.Contains), new(document), takenAway, policy, newer.Length == 0 ? plan : null);
        }

        found(new(tenant.Tenant, TenantLayerState.Denied, wrong));
        return ComposeDenied(hub, tenant.Tenant);
    }

    public static Diagnostic WarningOf(string tenant, IReadOnlyList<Diagnostic> findings, bool isKept)
    {
        var first = findings.FirstOrDefault(f => f.Severity == DiagnosticSeverity.Error) ?? findings[0];
        var instead = isKept ? "the last good one stays in use" : "its hubs show and permit nothing";
        return new(CksCodes.HubTenantLayer, first.Location, $"The layer of tenant \"{tenant}\" cannot be used, and {instead}: {first.Code} {first.Message}", first.Fix);
    }

    private (LayeredDocument? Document, HubDefinition? Definition) Merge(RoleHub hub, HubLayer tenant, DiagnosticBag findings)
    {
        if (LayerMerger.Merge([.. hub.Layers.Value, tenant], HubLayers.Rules, findings) is not { } document)
            return default;
        var definition = HubDefinitionReader.Read(document.Root, findings);
        Check(definition, hub.Definition.Metadata.Role, findings);
        FlagFloor.Check(hub.Definition, definition, findings);
        HubLayers.CheckWhole(document, findings);
        return findings.HasErrors ? default : (document, definition);
    }

    // Of a hub that is refused nobody needs to know what experiments make of it.
    private ExperimentPlan? PlanOf(HubDefinition hub, Func<IReadOnlyList<HubLayer>> layers, string role, DiagnosticBag findings) =>
        findings.HasErrors ? null : ExperimentPlan.Of(hub, layers, (made, own) => Check(made, role, own), findings);

    private void Check(HubDefinition hub, string role, DiagnosticBag findings)
    {
        _validator.Validate(hub, findings);
        if (hub.Metadata.Role.Length > 0 && hub.Metadata.Role != role)
            findings.Add(CksCodes.HubDocument, hub.Locate("metadata", "role"), $"The file is the hub of \"{role}\", the document that of \"{hub.Metadata.Role}\".", "Make the two equal.");
    }

    private static RoleHub? Alone(HubFile file, DiagnosticBag findings)
    {
        if (HubDefinitionReader.Read(file.Name, file.Utf8, findings) is not { } hub)
            return null;
        // Only who asks for an explanation needs it.
        var layers = new Lazy<IReadOnlyList<HubLayer>>(() => HubLayers.Read(file, new()) is { } layer ? [layer] : []);
        return new(hub, layers, new(() => LayerMerger.Merge(layers.Value, HubLayers.Rules, new())));
    }

    private static RoleHub? Layered(HubFile file, HubLayer?[] shared, DiagnosticBag findings)
    {
        HubLayer?[] layers = [.. shared, HubLayers.Read(file, findings)];
        // What is wrong with one of them is told already.
        if (Array.Exists(layers, l => l is null) || LayerMerger.Merge([.. layers.OfType<HubLayer>()], HubLayers.Rules, findings) is not { } document)
            return null;
        var hub = HubDefinitionReader.Read(document.Root, findings);
        HubLayers.CheckWhole(document, findings);
        return new(hub, new(document.Layers), new(document));
    }

    private static string[] TakenAway(HubDefinition hub) => [.. hub.Permissions.Where(p => !p.Value).Select(p => p.Key)];

    // What the layer itself says counts, whether or not it can be merged with what is below.
    private static IEnumerable<string> TakenAway(HubLayer layer) =>
        layer.Root.TryGet("permissions", out var permissions) ? permissions.Properties.Values.Where(p => p.Kind == JsonValueKind.False).Select(p => p.Name) : [];

    private static IEnumerable<string> Killed(HubLayer layer) =>
        from section in (string[])["features", "flags", "experiments"]
        where layer.Root.TryGet(section, out _)
        from entry in layer.Root.Properties[section].Properties.Values
        where entry.TryGet(LayerMerge.Kill, out var kill) && kill.Kind == JsonValueKind.True
        select entry.Name;

    private static HubDefinition Without(HubDefinition hub, Func<string, bool> isTakenAway, Func<string, bool> isKilled) => hub with
    {
        Permissions = hub.Permissions.ToImmutableSortedDictionary(p => p.Key, p => p.Value && !isTakenAway(p.Key), StringComparer.Ordinal),
        Features = hub.Features.ToImmutableSortedDictionary(f => f.Key, f => isKilled(f.Key) ? f.Value with { Enabled = false } : f.Value, StringComparer.Ordinal),
        // A feature alone says by a flag that it was killed.
        Flags = hub.Flags.Keys.Union(hub.Features.Keys.Where(isKilled), StringComparer.Ordinal)
            .ToImmutableSortedDictionary(f => f, f => isKilled(f) ? (hub.Flags.GetValueOrDefault(f) ?? new()) with { Kill = true } : hub.Flags[f], StringComparer.Ordinal),
        Experiments = hub.Experiments.ToImmutableSortedDictionary(e => e.Key, e => isKilled(e.Key) ? e.Value with { Kill = true } : e.Value, StringComparer.Ordinal),
    };
}
