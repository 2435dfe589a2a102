using System.Collections.Immutable;
using System.Globalization;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Checks what a hub document points at: paths, data sources and actions against the application's targets, roles and permissions against the policy.</summary>
/// <param name="targets">What the application provides; <see langword="null"/> where only its start can tell: then targets are not checked.</param>
/// <param name="policy">The policy in use.</param>
public sealed class HubValidator(HubTargets? targets, Policy policy)
{
    /// <summary>All findings about one document: CKS201 for its role and those of its flags and experiments, CKS403 for targets, CKS404 for permissions, CKS440, CKS441 and CKS443 for widgets. Empty when there is nothing to mend.</summary>
    public IReadOnlyList<Diagnostic> Validate(HubDefinition hub)
    {
        var diagnostics = new DiagnosticBag();
        Validate(hub, diagnostics);
        return [.. diagnostics];
    }

    /// <summary>Reads a document and checks it: the findings of both at once.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document, as <see cref="HubDefinitionReader"/> reads it.</param>
    public LoadResult<HubDefinition> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var diagnostics = new DiagnosticBag();
        if (HubDefinitionReader.Read(file, utf8, diagnostics) is not { } hub)
            return LoadResult<HubDefinition>.From(null, diagnostics);
        Validate(hub, diagnostics);
        return LoadResult<HubDefinition>.From(hub, diagnostics);
    }

    internal void Validate(HubDefinition hub, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var role = hub.Metadata.Role;
        if (role.Length > 0 && !policy.Roles.Contains(role))
            diagnostics.AddUnknown(CksCodes.UnknownRole, hub.Locate("metadata", "role"), $"The policy has no role \"{role}\".", role, [.. policy.Roles]);

        if (targets is not null)
            CheckTargets(targets, hub, diagnostics);
        CheckConditions(hub, diagnostics);
        new WidgetCheck(hub, targets?.Widgets ?? WidgetTypes.Empty, policy, diagnostics).Run();
        foreach (var (flag, index, step, asked) in RolesOf(hub))
            if (!policy.Roles.Contains(asked))
                diagnostics.AddUnknown(CksCodes.UnknownRole, hub.Locate("flags", flag, "rules", Step(index), "roles", Step(step)), $"The policy has no role \"{asked}\".", asked, [.. policy.Roles]);
        foreach (var (name, experiment) in hub.Experiments)
            foreach (var (i, asked) in (experiment.Audience?.Roles ?? []).Index().Where(r => !policy.Roles.Contains(r.Item)))
                diagnostics.AddUnknown(CksCodes.UnknownRole, hub.Locate("experiments", name, "audience", "roles", Step(i)), $"The policy has no role \"{asked}\".", asked, [.. policy.Roles]);
        foreach (var name in hub.Permissions.Keys.Where(n => !policy.TryFind(n, out _)))
            diagnostics.AddUnknown(CksCodes.HubUnknownPermission, hub.LocateName("permissions", name), $"The policy knows no capability or alias \"{name}\".", name, Known());
    }

    /// <summary>Reports capabilities that targets need and the policy does not declare: such a target would be hidden from everyone without a word.</summary>
    internal void ValidateTargets(DiagnosticBag diagnostics)
    {
        foreach (var capability in (targets ?? HubTargets.Empty).Capabilities.Where(c => !policy.Declares(c)).OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            string[] known = [.. policy.Capabilities.Select(c => c.Name)];
            diagnostics.AddUnknown(CksCodes.UnknownCapability, SourceLocation.Whole("AddTargets"), $"A target needs \"{capability.Name}\", which the policy does not declare.", capability.Name, known);
        }

        foreach (var type in (targets ?? HubTargets.Empty).Widgets.All)
            foreach (var pattern in type.DataSources.Where(p => !PluginName.IsPath(p) && !targets!.DataSources.Keys.Any(path => SegmentPattern.Admits(p, path))))
                diagnostics.AddUnknown(CksCodes.HubUnknownTarget, SourceLocation.Whole($"AddWidget {type.Name}"), $"The application provides no data source \"{pattern}\".", pattern, [.. targets!.DataSources.Keys]);
    }

    private static void CheckTargets(HubTargets targets, HubDefinition hub, DiagnosticBag diagnostics)
    {
        foreach (var (i, item) in hub.Navigation.SidebarItems.Index())
            CheckTarget(targets.Pages, "page", item.Path.Value, hub.Locate("navigation", "sidebarItems", Step(i), "path"), diagnostics);
        foreach (var (i, item) in hub.Navigation.QuickActions.Index())
            CheckTarget(targets.Actions, "action", item.Action, hub.Locate("navigation", "quickActions", Step(i), "action"), diagnostics);
        CheckIcon(targets, hub.Metadata.Icon, hub.Locate("metadata", "icon"), diagnostics);
        foreach (var (i, item) in hub.Navigation.SidebarItems.Index())
            CheckIcon(targets, item.Icon, hub.Locate("navigation", "sidebarItems", Step(i), "icon"), diagnostics);
        foreach (var (i, action) in hub.Navigation.QuickActions.Index())
            CheckIcon(targets, action.Icon, hub.Locate("navigation", "quickActions", Step(i), "icon"), diagnostics);
        // Widgets read from these as well: the reader has refused one that names none of them.
        foreach (var (name, path) in hub.DataFetching.Endpoints)
            CheckTarget(targets.DataSources, "data source", path.Value, hub.Locate("dataFetching", "endpoints", name), diagnostics);
    }

    private void CheckConditions(HubDefinition hub, DiagnosticBag diagnostics)
    {
        Check("navigation", "sidebarItems", hub.Navigation.SidebarItems.Select(i => i.Condition));
        Check("navigation", "quickActions", hub.Navigation.QuickActions.Select(a => a.Condition));

        void Check(string section, string list, IEnumerable<HubCondition> conditions)
        {
            foreach (var (i, condition) in conditions.Index())
                if (condition.Requires is { } needed && !policy.TryFind(needed, out _))
                    diagnostics.AddUnknown(CksCodes.HubUnknownPermission, hub.Locate(section, list, Step(i), "requires"), $"The policy knows no capability or alias \"{needed}\".", needed, Known());
        }
    }

    private static IEnumerable<(string Flag, int Rule, int Step, string Role)> RolesOf(HubDefinition hub) =>
        from flag in hub.Flags
        from rule in flag.Value.Rules.Index()
        from role in rule.Item.Roles.Index()
        select (flag.Key, rule.Index, role.Index, role.Item);

    private string[] Known() => [.. policy.Aliases, .. policy.Capabilities.Select(c => c.Name)];

    private static void CheckTarget(ImmutableDictionary<string, CapabilityId?> provided, string kind, string name, SourcePlace place, DiagnosticBag diagnostics)
    {
        // An empty name was refused by the reader already.
        if (name.Length == 0 || provided.ContainsKey(name))
            return;
        // What a plugin provides goes with it: nobody is shown it, and the document stays.
        if (PluginName.IsPath(name))
            diagnostics.AddUnknown(CksCodes.HubWidgetFallback, place, $"No plugin provides the {kind} \"{name}\" now; nobody is shown it.", name, [.. provided.Keys.Where(PluginName.IsPath)]);
        else
            diagnostics.AddUnknown(CksCodes.HubUnknownTarget, place, $"The application provides no {kind} \"{name}\".", name, [.. provided.Keys]);
    }

    private static void CheckIcon(HubTargets targets, string? icon, SourcePlace place, DiagnosticBag diagnostics)
    {
        if (icon is { Length: > 0 } && targets.Icons.Count > 0 && !targets.Icons.Contains(icon))
            diagnostics.AddUnknown(CksCodes.HubUnknownTarget, place, $"The application provides no icon \"{icon}\".", icon, targets.Icons);
    }

    private static string Step(int index) => index.ToString(CultureInfo.InvariantCulture);
}
