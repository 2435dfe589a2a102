using System.Text.Json;
using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Reads a policy document (version 1): <c>resources</c> with actions, fields and attributes, <c>roles</c> with <c>inherits</c>, <c>permit</c> and <c>deny</c>, and <c>aliases</c>.
/// All mistakes are reported at once, with their place; a document with one of them is refused whole.
/// </summary>
public sealed partial class PolicyReader
{
    private const int MaxRules = ushort.MaxValue;
    private const int MaxCapabilities = 4_096;

    // Each role walks all that it inherits from, one call for each in a line of them.
    private const int MaxRoles = 1_024;

    // What wildcards and inheritance stand for, all rules and roles together: a short document may mean very much (S30).
    private const int MaxExpanded = 2_000_000;

    // A condition is repeated in the SQL of every list, where it has a budget as well.
    private const int MaxValues = 64;
    private readonly DiagnosticBag _diagnostics = [];
    private readonly Dictionary<string, ResourceDeclaration> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleDeclaration> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _capabilities = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ruleIds = new(StringComparer.Ordinal);
    private readonly List<string> _ruleNames = [];

    private int _expanded;

    private PolicyReader()
    {
    }

    /// <summary>Reads one document.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document; comments and trailing commas are allowed.</param>
    public static LoadResult<Policy> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var reader = new PolicyReader();
        var root = SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, reader._diagnostics);
        return LoadResult<Policy>.From(root is null ? null : reader.ReadRoot(root), reader._diagnostics);
    }

    private Policy? ReadRoot(SourceNode root)
    {
        var document = SourceReader.Of(root, _diagnostics);
        var before = _diagnostics.Total;
        if (document.OptionalInt32("version") != 1 && _diagnostics.Total == before)
            _diagnostics.Add(CksCodes.DocumentVersion, document.Optional("version") ?? root, "This is not a policy of version 1.", "Write \"version\": 1.");
        var (aliases, roles) = (document.Members("aliases"), document.Members("roles"));
        foreach (var resource in document.Section("resources") is { } resources ? SourceReader.MembersOf(resources, _diagnostics) : [])
            ReadResource(resource);
        foreach (var alias in aliases)
            ReadAlias(alias);
        foreach (var role in roles)
            ReadRole(role);
        document.Complete();
        if (_roles.Count > MaxRoles)
        {
            _diagnostics.Add(CksCodes.DocumentTooLarge, document.Optional("roles")!.NamePlace, $"The policy declares more than {MaxRoles} roles.", "Declare fewer, or split the application.");
            return null;
        }

        ReadParents();
        var inherited = _roles.ToDictionary(r => r.Key, r => _expanded > MaxExpanded ? [] : Inherited(r.Value));
        if (_expanded > MaxExpanded)
            _diagnostics.Add(CksCodes.DocumentTooLarge, root, $"The rules of all roles stand for more than {MaxExpanded} capabilities, inherited ones counted for each role.", "Use fewer wildcards or a flatter inheritance.");
        if (_diagnostics.HasErrors)
            return null;
        // Ids live as long as the process, so only a document that is used gets any.
        var compiled = inherited.Values.SelectMany(r => r).Distinct().ToDictionary(r => r, Compile);
        return new(
            _resources.Values.SelectMany(r => r.Capabilities).Select(CapabilityId.Of),
            _resources.ToDictionary(r => r.Key, r => (IReadOnlyCollection<string>)r.Value.Attributes),
            _aliases.ToDictionary(a => a.Key, a => CapabilityId.Of(a.Value)),
            inherited.ToDictionary(r => r.Key, r => (IReadOnlyList<CompiledRule>)[.. r.Value.Select(rule => compiled[rule])]),
            _ruleNames);
    }

    private void ReadResource(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var isNamed = CapabilityId.IsWellFormed($"{node.Name}:view");
        if (!isNamed)
            _diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be the name of a resource.", "Use a-z, 0-9, - and _, starting with a letter.");
        var capabilities = new List<string>();
        foreach (var action in reader.Strings("actions"))
        {
            // A name that is not allowed is known all the same: it is reported here, and not once more by each rule that names it.
            capabilities.Add($"{node.Name}:{action.Text}");
            if (isNamed && !CapabilityId.IsWellFormed(capabilities[^1]))
                _diagnostics.Add(CksCodes.InvalidName, action, $"\"{capabilities[^1]}\" is not a capability.", "Use a-z, 0-9, - and _, starting with a letter.");
        }

        var before = _capabilities.Count;
        _capabilities.UnionWith(capabilities);
        if (before <= MaxCapabilities && _capabilities.Count > MaxCapabilities)
            _diagnostics.Add(CksCodes.DocumentTooLarge, node.NamePlace, $"The policy declares more than {MaxCapabilities} capabilities.", "Declare fewer, or split the application.");
        _resources[node.Name] = new(capabilities, Texts(reader, "fields"), Texts(reader, "attributes"));
        reader.Complete();
    }

    private void ReadAlias(SourceNode node)
    {
        if (!AliasForm().IsMatch(node.Name))
            _diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be an alias.", "Use letters and digits, starting with a letter.");
        if (SourceReader.TextOf(node, _diagnostics) is not { } text)
            return;
        if (text.EndsWith(":*", StringComparison.Ordinal))
            _diagnostics.Add(CksCodes.UnknownCapability, node, "An alias stands for one capability.", "Name one capability.");
        else if (Expand(node).ToArray() is [var capability])
            _aliases[node.Name] = capability;
    }

    private void ReadRole(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        if (!RoleForm().IsMatch(node.Name))
            _diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be the name of a role.", "Use a-z, 0-9, - and _, starting with a letter.");
        var parents = reader.Strings("inherits").DistinctBy(p => p.Text).ToArray();
        var rules = reader.Items("permit").Select(n => ReadRule(n, node.Name, isDeny: false))
            .Concat(reader.Items("deny").Select(n => ReadRule(n, node.Name, isDeny: true)))
            .ToArray();
        _roles[node.Name] = new(node.Name, parents, rules);
        reader.Complete();
    }

    private RuleDeclaration ReadRule(SourceNode node, string role, bool isDeny)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var id = reader.OptionalString("id") ?? $"{role}/{(isDeny ? "deny" : "permit")}/{node.Name}";
        if (!_ruleIds.Add(id))
            _diagnostics.Add(CksCodes.DuplicateRule, reader.Optional("id") ?? node, $"The rule id \"{id}\" is taken.", "Give each rule an id of its own.");
        _ruleNames.Add(id);
        if (_ruleNames.Count == MaxRules + 1)
            _diagnostics.Add(CksCodes.DocumentTooLarge, node, $"The policy has more than {MaxRules} rules.", "Use inheritance or wildcards.");
        if (reader.Required("actions") is { Kind: JsonValueKind.Array, Items.Count: 0 } nothing)
            _diagnostics.Add(CksCodes.MissingProperty, nothing, "The rule is about nothing.", "Name at least one capability, or take the rule out.");
        var actions = reader.Strings("actions");
        var capabilities = _expanded > MaxExpanded ? [] : actions.SelectMany(Expand).Distinct(StringComparer.Ordinal).ToArray();
        _expanded += capabilities.Length;
        var (mask, before) = (reader.Optional("fields"), _diagnostics.Total);
        var fields = mask is null ? null : ReadFields(mask, capabilities);
        if (isDeny && capabilities.Length > 0 && fields is { IsEmpty: true } && _diagnostics.Total == before)
            _diagnostics.Add(CksCodes.MissingProperty, mask!, "A deny with no field denies nothing.", "List fields in \"read\", or take \"fields\" out to deny the capability.");
        var when = reader.Optional("when") is { } condition ? ReadCondition(condition, capabilities) : null;
        reader.Complete();
        return new((ushort)_ruleNames.Count, isDeny, capabilities, fields, when);
    }

    private FieldMask ReadFields(SourceNode node, string[] capabilities)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var names = reader.Strings("read");
        reader.Complete();
        if (ResourceOf(capabilities, CksCodes.UnknownField, node, "fields") is not { } resource)
            return FieldMask.None;
        var declared = _resources[resource].Fields;
        var listed = new List<string>();
        foreach (var name in names)
        {
            if (name.Text == "*")
            {
                _diagnostics.Add(CksCodes.AllFields, name, $"Every field of \"{resource}\" is listed, also those that are added later.", "List the fields by name.");
                listed.AddRange(declared);
            }
            else if (declared.Contains(name.Text!))
                listed.Add(name.Text!);
            else
                _diagnostics.AddUnknown(CksCodes.UnknownField, name, $"\"{resource}\" has no field \"{name.Text}\".", name.Text!, declared);
        }

        return new(listed);
    }

    private Condition? ReadCondition(SourceNode node, string[] capabilities)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var terms = node.Properties.Values.Select(term => new ConditionTerm(term.Name, ReadValues(reader, term))).ToArray();
        if (node is { Kind: JsonValueKind.Object, Properties.Count: 0 })
            _diagnostics.Add(CksCodes.MissingProperty, node, "The condition asks for nothing.", "Name an attribute, or take \"when\" out.");
        if (terms.Sum(t => t.Values.Length) > MaxValues)
            _diagnostics.Add(CksCodes.DocumentTooLarge, node, $"The condition names more than {MaxValues} values.", "Give the rows an attribute that tells the kind, and ask for that.");
        if (ResourceOf(capabilities, CksCodes.UnknownAttribute, node, "a condition") is not { } resource)
            return null;
        var declared = _resources[resource].Attributes;
        foreach (var term in node.Properties.Values.Where(t => !declared.Contains(t.Name)))
            _diagnostics.AddUnknown(CksCodes.UnknownAttribute, term.NamePlace, $"\"{resource}\" has no attribute \"{term.Name}\".", term.Name, declared);
        return new(terms);
    }

    /// <summary>The values of a term: one text, or an array of them.</summary>
    private string[] ReadValues(SourceReader condition, SourceNode term)
    {
        if (term is { Kind: JsonValueKind.Array, Items.Count: 0 })
            _diagnostics.Add(CksCodes.MissingProperty, term, $"\"{term.Name}\" is never one of no values.", "Name at least one value.");
        IReadOnlyList<SourceNode> values = term.Kind != JsonValueKind.String ? condition.Strings(term.Name) : condition.OptionalString(term.Name) is null ? [] : [term];
        foreach (var value in values.Where(v => SubjectValues.IsOne(v.Text!) && !SubjectValues.Known.Contains(v.Text!)))
            _diagnostics.AddUnknown(CksCodes.UnknownAttribute, value, $"A subject has no value \"{value.Text}\".", value.Text!, SubjectValues.Known);
        return [.. values.Select(v => v.Text!)];
    }

    /// <summary>The one resource that a rule is about; <see langword="null"/> when there is none, which is reported.</summary>
    private string? ResourceOf(string[] capabilities, CksCode code, SourceNode node, string what)
    {
        var resources = capabilities.Select(c => c.Split(':')[0]).Distinct(StringComparer.Ordinal).ToArray();
        if (resources.Length > 1)
            _diagnostics.Add(code, node, $"A rule with {what} must be about one resource.", "Write one rule for each resource.");
        return resources is [var resource] ? resource : null; // a rule about none is reported where it names it
    }

    /// <summary>The declared capabilities that a rule names: <c>resource:action</c>, or <c>resource:*</c> for all actions of one resource.</summary>
    private IEnumerable<string> Expand(SourceNode node)
    {
        var text = node.Text ?? "";
        if (text.EndsWith(":*", StringComparison.Ordinal) && _resources.TryGetValue(text[..^2], out var resource))
            return resource.Capabilities;
        if (_capabilities.Contains(text))
            return [text];
        IReadOnlyCollection<string> known = text.EndsWith(":*", StringComparison.Ordinal) && !_diagnostics.IsFull ? [.. _resources.Keys.Select(r => $"{r}:*")] : _capabilities;
        _diagnostics.AddUnknown(CksCodes.UnknownCapability, node, $"The capability \"{text}\" is not declared.", text, known);
        return [];
    }

    // Each role walks its own ancestors, so what is wrong with a parent is reported before that, and a circle once, where it closes.
    private void ReadParents()
    {
        foreach (var role in _roles.Values.ToArray())
        {
            foreach (var parent in role.Parents.Where(p => !_roles.ContainsKey(p.Text!)))
                _diagnostics.AddUnknown(CksCodes.UnknownRole, parent, $"The role \"{parent.Text}\" is not declared.", parent.Text!, _roles.Keys);
            _roles[role.Name] = role with { Parents = [.. role.Parents.Where(p => _roles.ContainsKey(p.Text!))] };
        }

        var (done, path) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var role in _roles.Values)
            FindCircle(role, done, path);
    }

    private void FindCircle(RoleDeclaration role, HashSet<string> done, HashSet<string> path)
    {
        if (done.Contains(role.Name))
            return;
        path.Add(role.Name);
        foreach (var parent in role.Parents)
        {
            if (parent.Text == role.Name)
                _diagnostics.Add(CksCodes.RoleCycle, parent, $"\"{role.Name}\" inherits from itself.", "Take it out.");
            else if (path.Contains(parent.Text!))
                _diagnostics.Add(CksCodes.RoleCycle, parent, $"\"{role.Name}\" inherits from \"{parent.Text}\", which inherits from it.", "Take one of the two out.");
            else
                FindCircle(_roles[parent.Text!], done, path);
        }

        path.Remove(role.Name);
        done.Add(role.Name);
    }

    private IReadOnlyList<RuleDeclaration> Inherited(RoleDeclaration role)
    {
        var rules = new List<RuleDeclaration>();
        var (done, path) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        Visit(role);
        return rules;

        void Visit(RoleDeclaration current)
        {
            if (done.Contains(current.Name))
                return;
            path.Add(current.Name);
            rules.AddRange(current.Rules);
            _expanded += current.Rules.Count + current.Parents.Count;
            if (_expanded > MaxExpanded)
                return;
            foreach (var parent in current.Parents)
            {
                if (!path.Contains(parent.Text!))
                    Visit(_roles[parent.Text!]);
            }

            path.Remove(current.Name);
            done.Add(current.Name);
        }
    }

    private static HashSet<string> Texts(SourceReader reader, string name) => reader.Strings(name).Select(n => n.Text!).ToHashSet(StringComparer.Ordinal);

    private static CompiledRule Compile(RuleDeclaration rule) =>
        new(rule.Number, rule.IsDeny, [.. rule.Capabilities.Select(CapabilityId.Of)], rule.Fields, rule.When);

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleForm();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AliasForm();

    private sealed record RuleDeclaration(ushort Number, bool IsDeny, IReadOnlyList<string> Capabilities, FieldMask? Fields, Condition? When);

    private sealed record ResourceDeclaration(IReadOnlyList<string> Capabilities, HashSet<string> Fields, HashSet<string> Attributes);

    private sealed record RoleDeclaration(string Name, IReadOnlyList<SourceNode> Parents, IReadOnlyList<RuleDeclaration> Rules);
}
