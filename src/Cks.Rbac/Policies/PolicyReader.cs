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
    private readonly DiagnosticBag _diagnostics = [];
    private readonly Dictionary<string, ResourceDeclaration> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleDeclaration> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly List<string> _ruleNames = [];

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
        if (document.OptionalInt32("version") is var version && version != 1)
            _diagnostics.Add(CksCodes.DocumentVersion, root.Location, "This is not a policy of version 1.", "Write \"version\": 1.");
        foreach (var resource in document.Members("resources"))
            ReadResource(resource);
        foreach (var alias in document.Members("aliases"))
            ReadAlias(alias);
        foreach (var role in document.Members("roles"))
            ReadRole(role);
        document.Complete();
        if (_roles.Count > MaxRoles)
        {
            _diagnostics.Add(CksCodes.DocumentTooLarge, root.Location, $"The policy declares more than {MaxRoles} roles.", "Declare fewer, or split the application.");
            return null;
        }

        var inherited = _roles.ToDictionary(r => r.Key, r => Inherited(r.Value));
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
        var capabilities = new List<string>();
        foreach (var action in reader.Strings("actions"))
        {
            if (CapabilityId.IsWellFormed($"{node.Name}:{action.Text}"))
                capabilities.Add($"{node.Name}:{action.Text}");
            else
                _diagnostics.Add(CksCodes.InvalidName, action.Location, $"\"{node.Name}:{action.Text}\" is not a capability.", "Use a-z, 0-9, - and _, starting with a letter.");
        }

        if (_resources.Values.Sum(r => r.Capabilities.Count) + capabilities.Count > MaxCapabilities)
            _diagnostics.Add(CksCodes.DocumentTooLarge, node.Location, $"The policy declares more than {MaxCapabilities} capabilities.", "Declare fewer, or split the application.");
        _resources[node.Name] = new(capabilities, [.. reader.Strings("fields").Select(f => f.Text!)], [.. reader.Strings("attributes").Select(a => a.Text!)]);
        reader.Complete();
    }

    private void ReadAlias(SourceNode node)
    {
        if (!AliasForm().IsMatch(node.Name))
            _diagnostics.Add(CksCodes.InvalidName, node.Location, $"\"{node.Name}\" cannot be an alias.", "Use letters and digits, starting with a letter.");
        if (node.Text?.EndsWith(":*", StringComparison.Ordinal) == true)
            _diagnostics.Add(CksCodes.UnknownCapability, node.Location, "An alias stands for one capability.", "Name one capability.");
        else if (Expand(node).ToArray() is [var capability])
            _aliases[node.Name] = capability;
    }

    private void ReadRole(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        if (!RoleForm().IsMatch(node.Name))
            _diagnostics.Add(CksCodes.InvalidName, node.Location, $"\"{node.Name}\" cannot be the name of a role.", "Use a-z, 0-9, - and _, starting with a letter.");
        var parents = reader.Strings("inherits");
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
        if (_ruleNames.Contains(id))
            _diagnostics.Add(CksCodes.DuplicateRule, node.Location, $"The rule id \"{id}\" is taken.", "Give each rule an id of its own.");
        _ruleNames.Add(id);
        if (_ruleNames.Count > MaxRules)
            _diagnostics.Add(CksCodes.DocumentTooLarge, node.Location, $"The policy has more than {MaxRules} rules.", "Use inheritance or wildcards.");
        if (reader.Required("actions") is { Items.Count: 0 } actions)
            _diagnostics.Add(CksCodes.MissingProperty, actions.Location, "The rule is about nothing.", "Name at least one capability, or take the rule out.");
        var capabilities = reader.Strings("actions").SelectMany(Expand).Distinct(StringComparer.Ordinal).ToArray();
        var mask = reader.Optional("fields");
        var fields = mask is null ? null : ReadFields(mask, capabilities);
        if (isDeny && capabilities.Length > 0 && fields is { IsEmpty: true })
            _diagnostics.Add(CksCodes.MissingProperty, mask!.Location, "A deny with no field denies nothing.", "List fields in \"read\", or take \"fields\" out to deny the capability.");
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
                _diagnostics.Add(CksCodes.AllFields, name.Location, $"Every field of \"{resource}\" is listed, also those that are added later.", "List the fields by name.");
                listed.AddRange(declared);
            }
            else if (declared.Contains(name.Text!))
                listed.Add(name.Text!);
            else
                _diagnostics.Add(CksCodes.UnknownField, name.Location, $"\"{resource}\" has no field \"{name.Text}\".", DidYouMean.Sentence(name.Text!, declared));
        }

        return new(listed);
    }

    private Condition? ReadCondition(SourceNode node, string[] capabilities)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var terms = node.Properties.Values.Select(term => new ConditionTerm(term.Name, ReadValues(reader, term))).ToArray();
        if (node is { Kind: JsonValueKind.Object, Properties.Count: 0 })
            _diagnostics.Add(CksCodes.MissingProperty, node.Location, "The condition asks for nothing.", "Name an attribute, or take \"when\" out.");
        if (ResourceOf(capabilities, CksCodes.UnknownAttribute, node, "a condition") is not { } resource)
            return null;
        var declared = _resources[resource].Attributes;
        foreach (var term in node.Properties.Values.Where(t => !declared.Contains(t.Name)))
            _diagnostics.Add(CksCodes.UnknownAttribute, term.Location, $"\"{resource}\" has no attribute \"{term.Name}\".", DidYouMean.Sentence(term.Name, declared));
        return new(terms);
    }

    /// <summary>The values of a term: one text, or an array of them.</summary>
    private string[] ReadValues(SourceReader condition, SourceNode term)
    {
        if (term is { Kind: JsonValueKind.Array, Items.Count: 0 })
            _diagnostics.Add(CksCodes.MissingProperty, term.Location, $"\"{term.Name}\" is never one of no values.", "Name at least one value.");
        IReadOnlyList<SourceNode> values = term.Kind != JsonValueKind.String ? condition.Strings(term.Name) : condition.OptionalString(term.Name) is null ? [] : [term];
        foreach (var value in values.Where(v => SubjectValues.IsOne(v.Text!) && !SubjectValues.Known.Contains(v.Text!)))
            _diagnostics.Add(CksCodes.UnknownAttribute, value.Location, $"A subject has no value \"{value.Text}\".", DidYouMean.Sentence(value.Text!, SubjectValues.Known));
        return [.. values.Select(v => v.Text!)];
    }

    /// <summary>The one resource that a rule is about; <see langword="null"/> when there is none, which is reported.</summary>
    private string? ResourceOf(string[] capabilities, CksCode code, SourceNode node, string what)
    {
        var resources = capabilities.Select(c => c.Split(':')[0]).Distinct(StringComparer.Ordinal).ToArray();
        if (resources.Length > 1)
            _diagnostics.Add(code, node.Location, $"A rule with {what} must be about one resource.", "Write one rule for each resource.");
        return resources is [var resource] ? resource : null; // a rule about none is reported where it names it
    }

    /// <summary>The declared capabilities that a rule names: <c>resource:action</c>, or <c>resource:*</c> for all actions of one resource.</summary>
    private IEnumerable<string> Expand(SourceNode node)
    {
        var text = node.Text ?? "";
        if (text.EndsWith(":*", StringComparison.Ordinal) && _resources.TryGetValue(text[..^2], out var resource))
            return resource.Capabilities;
        var known = _resources.Values.SelectMany(r => r.Capabilities).ToArray();
        if (known.Contains(text, StringComparer.Ordinal))
            return [text];
        _diagnostics.Add(CksCodes.UnknownCapability, node.Location, $"The capability \"{text}\" is not declared.", DidYouMean.Sentence(text, known));
        return [];
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
            foreach (var parent in current.Parents)
            {
                if (!_roles.TryGetValue(parent.Text!, out var declaration))
                    Report(CksCodes.UnknownRole, parent, $"The role \"{parent.Text}\" is not declared.", DidYouMean.Sentence(parent.Text!, _roles.Keys));
                else if (path.Contains(declaration.Name))
                    Report(CksCodes.RoleCycle, parent, $"\"{current.Name}\" inherits from \"{declaration.Name}\", which inherits from it.", "Take one of the two out.");
                else
                    Visit(declaration);
            }

            path.Remove(current.Name);
            done.Add(current.Name);
        }
    }

    // Each role walks its own ancestors, so the same mistake is met several times; it is reported once.
    private void Report(CksCode code, SourceNode node, string message, string fix)
    {
        if (!_diagnostics.Any(d => d.Code == code && d.Location == node.Location))
            _diagnostics.Add(code, node.Location, message, fix);
    }

    private static CompiledRule Compile(RuleDeclaration rule) =>
        new(rule.Number, rule.IsDeny, [.. rule.Capabilities.Select(CapabilityId.Of)], rule.Fields, rule.When);

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleForm();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AliasForm();

    private sealed record RuleDeclaration(ushort Number, bool IsDeny, IReadOnlyList<string> Capabilities, FieldMask? Fields, Condition? When);

    private sealed record ResourceDeclaration(IReadOnlyList<string> Capabilities, IReadOnlyList<string> Fields, IReadOnlyList<string> Attributes);

    private sealed record RoleDeclaration(string Name, IReadOnlyList<SourceNode> Parents, IReadOnlyList<RuleDeclaration> Rules);
}
