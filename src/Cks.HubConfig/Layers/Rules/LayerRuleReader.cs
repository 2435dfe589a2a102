using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads the rules of a schema. Every sub-schema is read once, so that a schema may refer to itself.</summary>
internal sealed class LayerRuleReader(SourceNode schema, DiagnosticBag diagnostics)
{
    private static readonly string[] Strategies = ["keyed", "set", "replace"];
    private static readonly string[] Alternatives = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] Conditions = ["if", "then", "else"];
    private static readonly (string Name, LayerGuard Guard)[] Guards = [("endpoint", LayerGuard.EndpointReference), ("requires", LayerGuard.Condition), ("feature", LayerGuard.Condition), ("use", LayerGuard.Condition), ("plugin", LayerGuard.Condition), ("compatible", LayerGuard.Condition)];
    private readonly Dictionary<SourceNode, LayerRule> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SourceNode, bool> _objects = new(ReferenceEqualityComparer.Instance);

    public LayerRule Read()
    {
        var root = RuleOf(schema);
        var permissions = Own(root, "permissions");
        permissions.Guard = LayerGuard.Permissions;
        permissions.Properties.Clear();
        permissions.Additional = Guarded(LayerGuard.Permission, permissions.Additional);
        var endpoints = Own(Own(root, "dataFetching"), "endpoints");
        endpoints.Guard = LayerGuard.Endpoints;
        // Everything within an endpoint is part of it.
        var endpoint = Guarded(LayerGuard.Endpoint, endpoints.Additional);
        endpoints.Additional = endpoint.Additional = endpoint.Items = endpoint;
        endpoints.Properties.Clear();
        GuardOverlays(root);
        GuardParts(root, "navigation", "sidebarItems", "quickActions");
        GuardParts(root, "dashboard", "widgets", "definitions");
        return root;
    }

    private static LayerRule Guarded(LayerGuard guard, LayerRule? declared) => new() { Guard = guard, IsClient = declared?.IsClient == true };

    private static void GuardOverlays(LayerRule root)
    {
        if (!root.Properties.ContainsKey("experiments"))
            return;
        var experiments = Own(root, "experiments");
        var variants = Own(experiments.Additional = Copy(experiments.Additional ?? LayerRule.Open), "variants");
        (variants.Items = Copy(variants.Items ?? LayerRule.Open)).Properties["overlay"] = new() { Guard = LayerGuard.Overlay };
    }

    // Items of lists, by the names that the schema declares.
    private static void GuardParts(LayerRule root, string section, params ReadOnlySpan<string> lists)
    {
        foreach (var list in lists)
        {
            if (!Own(root, section).Properties.ContainsKey(list))
                continue;
            var items = Own(root.Properties[section], list);
            if (items.Items is not { } declared)
                continue;
            var item = items.Items = Copy(declared);
            foreach (var (name, guard) in Guards)
                if (item.Properties.TryGetValue(name, out var rule))
                    item.Properties[name] = Guarded(guard, rule);
            // What stands in a part is guarded as the part is, however deep.
            if (item.Properties.TryGetValue("children", out var children))
                (item.Properties["children"] = Copy(children)).Items = item;
        }
    }

    // A rule that stands at one place alone, so that a guard of it is none of another place that shares a definition.
    private static LayerRule Own(LayerRule parent, string name) => parent.Properties[name] = Copy(parent.Properties.GetValueOrDefault(name) ?? parent.Additional ?? LayerRule.Open);

    private static LayerRule Copy(LayerRule rule)
    {
        var own = new LayerRule { Strategy = rule.Strategy, Key = rule.Key, IsLeast = rule.IsLeast, IsClient = rule.IsClient, Additional = rule.Additional, Items = rule.Items, ItemKey = rule.ItemKey };
        foreach (var (property, inner) in rule.Properties)
            own.Properties[property] = inner;
        return own;
    }

    private LayerRule RuleOf(SourceNode node)
    {
        if (_read.TryGetValue(node, out var known))
            return known;
        var rule = new LayerRule();
        _read.Add(node, rule);
        Fill(rule, node, []);
        if (rule.Strategy == LayerStrategy.Keyed)
            (rule.Items = rule.Items is { } items && items != LayerRule.Open ? items : new()).ItemKey = rule.Key;
        if (rule.Items is not null && !HasStrategy(node, []) && MayBeObject(node, []))
            Report(node, "A list of objects does not say how it merges.", "Add \"x-hub-merge\": \"keyed\" (or \"replace\").");
        return rule;
    }

    // Everything that the schema and what it is made of say about one place.
    private void Fill(LayerRule rule, SourceNode node, HashSet<SourceNode> within)
    {
        if (node.Kind != JsonValueKind.Object || !within.Add(node))
            return;
        ReadKeywords(rule, node);
        foreach (var part in Parts(node))
            Fill(rule, part, within);
        foreach (var property in Members(node, "properties"))
            rule.Properties.TryAdd(property.Name, RuleOf(property));
        foreach (var pattern in Members(node, "patternProperties"))
            rule.Additional ??= RuleOf(pattern);
        if (node.TryGet("additionalProperties", out var additional) && additional.Kind == JsonValueKind.Object)
            rule.Additional ??= RuleOf(additional);
        if (node.TryGet("items", out var items) && items.Kind == JsonValueKind.Object)
            rule.Items ??= RuleOf(items);
        else if (node.TryGet("prefixItems", out _) || IsOfType(node, "array"))
            rule.Items ??= LayerRule.Open;
    }

    private void ReadKeywords(LayerRule rule, SourceNode node)
    {
        if (node.TryGet("x-hub-merge", out var merge))
        {
            if (merge.Kind == JsonValueKind.Object && merge.Properties.Count == 1 && merge.TryGet("keyed", out var key) && key.Text is { Length: > 0 } property)
                (rule.Strategy, rule.Key) = (LayerStrategy.Keyed, property);
            else if (merge.Kind == JsonValueKind.String && Array.IndexOf(Strategies, merge.Text) is >= 0 and var strategy)
                rule.Strategy = strategy switch { 0 => LayerStrategy.Keyed, 1 => LayerStrategy.Set, _ => LayerStrategy.Replace };
            else
                diagnostics.AddUnknown(CksCodes.LayerRulesUnusable, merge, "This is not a way to merge.", merge.Text ?? "", Strategies);
        }

        rule.IsLeast |= Says(node, "x-hub-combine", "min");
        rule.IsClient |= Says(node, "x-hub-visibility", "client");
    }

    private bool Says(SourceNode node, string keyword, string word)
    {
        if (!node.TryGet(keyword, out var value))
            return false;
        if (value.Kind == JsonValueKind.String && value.Text == word)
            return true;
        diagnostics.AddUnknown(CksCodes.LayerRulesUnusable, value, $"{keyword} has no such value.", value.Text ?? "", [word]);
        return false;
    }

    /// <summary>The schemas that hold at the same place as this one.</summary>
    private IEnumerable<SourceNode> Parts(SourceNode node)
    {
        if (node.TryGet("$ref", out var reference))
            if (Resolve(reference.Text ?? "") is { } target)
                yield return target;
            else
                Report(reference, "This reference leads nowhere within the schema.", "Refer to \"#/$defs/name\".");
        foreach (var keyword in Alternatives)
            if (node.TryGet(keyword, out var list))
                foreach (var part in list.Items)
                    yield return part;
        foreach (var keyword in Conditions)
            if (node.TryGet(keyword, out var part))
                yield return part;
        foreach (var part in Members(node, "dependentSchemas"))
            yield return part;
    }

    private bool HasStrategy(SourceNode node, HashSet<SourceNode> within) =>
        node.Kind == JsonValueKind.Object && within.Add(node) && (node.TryGet("x-hub-merge", out _) || Parts(node).Any(p => HasStrategy(p, within)));

    // Whether the items of the list may be objects: where the schema does not say, they may.
    private bool MayBeObject(SourceNode node, HashSet<SourceNode> within) =>
        node.Kind == JsonValueKind.Object && within.Add(node)
        && ((node.TryGet("items", out var items) ? AdmitsObject(items) : node.TryGet("prefixItems", out _) || IsOfType(node, "array")) || Parts(node).Any(p => MayBeObject(p, within)));

    private bool AdmitsObject(SourceNode node)
    {
        if (node.Kind != JsonValueKind.Object)
            return node.Kind != JsonValueKind.False;
        if (_objects.TryGetValue(node, out var known))
            return known;
        _objects[node] = true;
        var admits = node.TryGet("type", out _) ? IsOfType(node, "object")
            : node.TryGet("const", out var constant) ? constant.Kind == JsonValueKind.Object
            : node.TryGet("enum", out var values) ? values.Items.Any(v => v.Kind == JsonValueKind.Object)
            : node.TryGet("$ref", out var reference) && Resolve(reference.Text ?? "") is { } target ? AdmitsObject(target)
            : !node.TryGet("anyOf", out var any) && !node.TryGet("oneOf", out any) || any.Items.Any(AdmitsObject);
        return _objects[node] = admits;
    }

    private static bool IsOfType(SourceNode node, string type) =>
        node.TryGet("type", out var types) && (types.Text == type || types.Items.Any(t => t.Text == type));

    private SourceNode? Resolve(string reference)
    {
        if (!reference.StartsWith('#'))
            return null;
        SourceNode? node = schema;
        foreach (var step in reference[1..].Split('/').Skip(1))
            if (node is null || !node.TryGet(Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out node))
                return null;
        return reference.Length == 1 || reference[1] == '/' ? node : null;
    }

    private static IEnumerable<SourceNode> Members(SourceNode node, string keyword) => node.TryGet(keyword, out var members) ? members.Properties.Values : [];

    private void Report(SourceNode node, string message, string fix) => diagnostics.Add(CksCodes.LayerRulesUnusable, node, message, fix);
}
