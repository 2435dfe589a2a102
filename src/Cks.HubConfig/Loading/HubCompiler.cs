using System.Collections.Immutable;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Makes hubs of files: reads the layers, merges them, and checks what they make against the application's targets and the policy.</summary>
internal sealed class HubCompiler(HubSources sources, HubTargets? targets, Policy policy)
{
    private readonly HubValidator _validator = new(targets, policy);
    private readonly PluginFlagLayers _plugins = new(targets ?? HubTargets.Empty);

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
            if (Make(file, shared, isLayered, isScreenOnly, findings) is { } hub && !hubs.TryAdd(file.Role, hub))
                findings.Add(CksCodes.HubDocument, SourceLocation.Whole(file.Name), $"The role \"{file.Role}\" has a hub document already.", "Keep one of the two.");
        }

        foreach (var layers in tenants.Values.Where(t => t.Findings.Count > 0).OrderBy(t => t.Tenant, StringComparer.Ordinal))
            findings.Add(WarningOf(layers.Tenant, layers.Findings, layers.Kept.Count > 0));
        return new(hubs, tenants, this, isScreenOnly);
    }

    /// <summary>The hub of a role that gives a screen and no right.</summary>
    public HubSnapshot ComposeScreen(RoleHub hub, string tenant) => new(tenant, TenantLayerState.Denied, Without(hub.Definition, _ => true, _ => true, _ => true), hub.Document, [], policy);

    // A widget reads data and a button starts something, and the layer may have taken either away.
    private HubSnapshot ComposeDenied(RoleHub hub, string tenant)
    {
        var left = Without(hub.Definition, _ => true, _ => true, _ => true);
        return new(tenant, TenantLayerState.Denied, left with { Navigation = left.Navigation with { QuickActions = [] }, Dashboard = left.Dashboard with { Widgets = [] } }, hub.Document, [], policy);
    }

    /// <summary>The hub of a role where no tenant has a say.</summary>
    public HubSnapshot Compose(RoleHub hub) => new("", TenantLayerState.NoLayer, hub.Definition, hub.Document, TakenAway(hub.Definition), policy, hub.Plan);

    /// <summary>
    /// The hub of a role with the newest layer of a tenant that can be used. Where that is not the one at the source, everything that any kept layer takes away stays taken away, every feature that one switches off by its kill switch stays off, and what newer ones take
    /// off the screen is not shown; where there is none, nothing is left but pages that everybody may open: nobody knows what the layer took away.
    /// </summary>
    public HubSnapshot Compose(RoleHub hub, TenantLayers tenant, TenantWatch found)
    {
        var wrong = tenant.Findings;
        for (var i = 0; i < tenant.Kept.Count; i++)
        {
            var made = Merge(hub, tenant.Kept[i]);
            if (made is not { Document: { } document, Definition: { } definition })
            {
                wrong = wrong.Count > 0 ? wrong : [.. made.Findings];
                continue;
            }

            if (made.Misfits.Count > 0)
                found.Flags(new(tenant.Tenant, hub.Definition.Metadata.Role, made.Misfits, made.Findings.First(f => f.Severity == DiagnosticSeverity.Error)));

            // What no experiment can be laid over is still the tenant's hub.
            var plan = i > 0 ? null : ExperimentPlan.Over(
                definition, new(definition, () => document.Layers, (made, own) => Read(made, hub.Definition, own)), broken => found.Experiment(new(tenant.Tenant, hub.Definition.Metadata.Role, broken)));
            if (i == 0 && tenant.Findings.Count == 0)
                return new(tenant.Tenant, TenantLayerState.InUse, definition, new(document), TakenAway(definition), policy, plan, hub.Definition);

            HashSet<string> takenAway = [.. TakenAway(definition), .. tenant.Kept.SelectMany(TakenAway)];
            HubLayer[] newer = [.. tenant.Kept.Take(i)];
            HashSet<string> killed = [.. tenant.Kept.SelectMany(k => Killed(k, "features", "flags")), .. newer.SelectMany(n => UnusableLayer.Off(definition, n))];
            HashSet<string> ended = [.. tenant.Kept.SelectMany(k => Killed(k, "experiments"))];
            found.Layer(new(tenant.Tenant, TenantLayerState.LastKnownGood, wrong));
            // What an experiment makes of the hub knows nothing of what newer layers take off the screen.
            return new(tenant.Tenant, TenantLayerState.LastKnownGood, Without(newer.Aggregate(definition, UnusableLayer.Hide), takenAway.Contains, killed.Contains, ended.Contains), new(document), takenAway, policy, plan, hub.Definition);
        }

        found.Layer(new(tenant.Tenant, TenantLayerState.Denied, wrong));
        return ComposeDenied(hub, tenant.Tenant);
    }

    private RoleHub? Make(HubFile file, HubLayer?[] shared, bool isLayered, bool isScreenOnly, DiagnosticBag findings)
    {
        if (_plugins.IsEmpty)
            return Over([], [], findings);
        var mentions = FlagMentions.Of(shared.Append(HubLayers.Read(file, [])).OfType<HubLayer>().Select(l => l.Root));
        var hub = new PluginFlagFit(_plugins, mentions, Over).Find(findings);
        _plugins.Report(mentions, findings);
        return hub;

        RoleHub? Over(HubLayer[] below, IReadOnlyCollection<string> leftOut, DiagnosticBag own)
        {
            if ((isLayered || below.Length > 0 ? Layered(file, [.. below, .. shared], l => _plugins.Cut(l, leftOut), own) : Alone(file, own)) is not { } made)
                return null;
            Check(made.Definition, file.Role, own);
            return isScreenOnly ? made with { Definition = Without(made.Definition, _ => true, _ => true, _ => true) } : made with { Plan = PlanOf(made, file.Role, own) };
        }
    }

    public static Diagnostic WarningOf(string tenant, IReadOnlyList<Diagnostic> findings, bool isKept)
    {
        var first = findings.FirstOrDefault(f => f.Severity == DiagnosticSeverity.Error) ?? findings[0];
        var instead = isKept ? "the last good one stays in use" : "its hubs show and permit nothing";
        return new(CksCodes.HubTenantLayer, first.Location, $"The layer of tenant \"{tenant}\" cannot be used, and {instead}: {first.Code} {first.Message}", first.Fix);
    }

    /// <summary>That flags of plugins do not go with the layer of a tenant.</summary>
    public static Diagnostic WarningOf(PluginFlagFault fault) => new(
        CksCodes.HubWidgetFallback, fault.First.Location,
        $"In the hub of \"{fault.Role}\" of tenant \"{fault.Tenant}\" the flags of {string.Join(" and ", fault.Plugins.Select(p => $"the plugin \"{p}\""))} do not go with what the tenant says, and are off: {fault.First.Code} {fault.First.Message}", fault.First.Fix);

    /// <summary>That an experiment cannot be laid over the hub of a tenant.</summary>
    public static Diagnostic WarningOf(ExperimentFault fault)
    {
        var first = fault.Findings.First(f => f.Severity == DiagnosticSeverity.Error);
        return new(CksCodes.HubTenantLayer, first.Location, $"The hub of \"{fault.Role}\" of tenant \"{fault.Tenant}\" is in use without an experiment: {first.Code} {first.Message}", first.Fix);
    }

    // Flags of a plugin that do not go with what the tenant says are off in its hub, as in one of a role whose documents they do not go with.
    private TenantHub Merge(RoleHub hub, HubLayer tenant)
    {
        string[] left = [.. hub.LeftOut ?? []];
        var whole = Merge(hub, tenant, left, []);
        if (whole.Definition is not null || !whole.IsMerged)
            return whole;
        string[] all = [.. _plugins.Contributors.Except(left, StringComparer.Ordinal)];
        foreach (var misfits in all.Length > 1 ? [.. all.Select(p => (string[])[p]), all] : all.Length == 1 ? (string[][])[all] : [])
            if (Merge(hub, tenant, left, misfits) is { Definition: not null } made)
                return made with { Misfits = misfits, Findings = whole.Findings };
        return whole;
    }

    private TenantHub Merge(RoleHub hub, HubLayer tenant, string[] left, string[] misfits)
    {
        var findings = new DiagnosticBag();
        string[] leftOut = [.. left, .. misfits];
        HubLayer[] off = _plugins.IsEmpty ? [] : _plugins.Off([.. FlagMentions.Of([tenant.Root]).Keys.Union(_plugins.FlagsOf(misfits), StringComparer.Ordinal)], leftOut);
        var said = _plugins.IsEmpty ? tenant : _plugins.Cut(tenant, leftOut);
        if (LayerMerger.Merge([.. off, .. hub.Layers.Value, LimitedLayer.Over(said, hub.Definition, findings)], HubLayers.Rules, findings) is not { } document)
            return new(null, null, findings);
        var definition = Read(document, hub.Definition, findings);
        return new(document, findings.HasErrors ? null : definition, findings);
    }

    // With a layer that may only narrow.
    private HubDefinition Read(LayeredDocument document, HubDefinition below, DiagnosticBag findings)
    {
        var definition = LimitedFloor.Read(document.Root, below, findings);
        Check(definition, below.Metadata.Role, findings);
        HubLayers.CheckWhole(document, findings);
        return definition;
    }

    // Of a hub that is refused nobody needs to know what experiments make of it.
    private ExperimentPlan? PlanOf(RoleHub hub, string role, DiagnosticBag findings)
    {
        return findings.HasErrors ? null : ExperimentPlan.Of(hub.Definition, new(hub.Definition, () => hub.Layers.Value, Read), findings);

        HubDefinition Read(LayeredDocument document, DiagnosticBag own)
        {
            var made = HubDefinitionReader.Read(document.Root, own);
            Check(made, role, own);
            HubLayers.CheckWhole(document, own);
            return made;
        }
    }

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

    private static RoleHub? Layered(HubFile file, HubLayer?[] shared, Func<HubLayer, HubLayer> cut, DiagnosticBag findings)
    {
        HubLayer?[] layers = [.. shared, HubLayers.Read(file, findings)];
        // What is wrong with one of them is told already.
        if (Array.Exists(layers, l => l is null) || LayerMerger.Merge([.. layers.OfType<HubLayer>().Select(l => l.Kind == HubLayerKind.Defaults ? l : cut(l))], HubLayers.Rules, findings) is not { } document)
            return null;
        var hub = HubDefinitionReader.Read(document.Root, findings);
        HubLayers.CheckWhole(document, findings);
        return new(hub, new(document.Layers), new(document));
    }

    private static string[] TakenAway(HubDefinition hub) => [.. hub.Permissions.Where(p => !p.Value).Select(p => p.Key)];

    // What the layer itself says counts, whether or not it can be merged with what is below.
    private static IEnumerable<string> TakenAway(HubLayer layer) =>
        layer.Root.TryGet("permissions", out var permissions) ? permissions.Properties.Values.Where(p => p.Kind == JsonValueKind.False).Select(p => p.Name) : [];

    private static IEnumerable<string> Killed(HubLayer layer, params string[] sections) =>
        from section in sections
        where layer.Root.TryGet(section, out _)
        from entry in layer.Root.Properties[section].Properties.Values
        where entry.TryGet(LayerMerge.Kill, out var kill) && kill.Kind == JsonValueKind.True
        select entry.Name;

    private static HubDefinition Without(HubDefinition hub, Func<string, bool> isTakenAway, Func<string, bool> isKilled, Func<string, bool> isEnded) => hub with
    {
        Permissions = hub.Permissions.ToImmutableSortedDictionary(p => p.Key, p => p.Value && !isTakenAway(p.Key), StringComparer.Ordinal),
        Features = hub.Features.ToImmutableSortedDictionary(f => f.Key, f => isKilled(f.Key) ? f.Value with { Enabled = false } : f.Value, StringComparer.Ordinal),
        // A feature alone says by a flag that it was killed.
        Flags = hub.Flags.Keys.Union(hub.Features.Keys.Where(isKilled), StringComparer.Ordinal)
            .ToImmutableSortedDictionary(f => f, f => isKilled(f) ? (hub.Flags.GetValueOrDefault(f) ?? new()) with { Kill = true } : hub.Flags[f], StringComparer.Ordinal),
        Experiments = hub.Experiments.ToImmutableSortedDictionary(e => e.Key, e => isEnded(e.Key) ? e.Value with { Kill = true } : e.Value, StringComparer.Ordinal),
    };
}
