using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Reads policy documents (version 1): <c>resources</c> with actions, fields, attributes and relations, <c>roles</c> with <c>inherits</c>, <c>assigns</c>, <c>permit</c> and <c>deny</c>, <c>obligations</c>,
/// <c>duties</c> and <c>aliases</c>. Several documents make one policy, in which each name is declared once. All mistakes are reported at once, with their place; with one of them the policy is refused whole.
/// </summary>
public sealed partial class PolicyReader
{
    // What wildcards and inheritance stand for, all rules and roles together: a short document may mean very much (S30).
    internal const int MaxExpanded = 2_000_000;
    private const int MaxCapabilities = 4_096;
    private const int MaxRoles = 16_384;

    private readonly DiagnosticBag _diagnostics = [];
    private readonly Dictionary<string, ResourceDraft> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleDraft> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Obligation> _obligations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Duty> _duties = new(StringComparer.Ordinal);

    private static readonly Lazy<byte[]> SchemaBytes = new(ReadSchema);

    private PolicyReader()
    {
    }

    /// <summary>The JSON Schema (2020-12) of a document, UTF-8: for editors, and for who writes policies by program. It tells the shape; which names there are only the reader knows.</summary>
    public static ReadOnlyMemory<byte> Schema => SchemaBytes.Value;

    /// <summary>Reads a policy of one document.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document; comments and trailing commas are allowed.</param>
    public static LoadResult<Policy> Read(string file, ReadOnlyMemory<byte> utf8) => Read([new(file, utf8)]);

    /// <summary>Reads a policy of several documents, such as one for each role. Names that one of them declares may be used in all.</summary>
    public static LoadResult<Policy> Read(IReadOnlyList<PolicyFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var reader = new PolicyReader();
        SourceNode[] roots = [.. files.Select(f => SourceDocument.Read(f.Name, f.Utf8, SourceDocumentOptions.ForFiles, reader._diagnostics)).OfType<SourceNode>()];
        return LoadResult<Policy>.From(roots.Length == 0 || roots.Length < files.Count ? null : reader.ReadAll(roots), reader._diagnostics);
    }

    private static byte[] ReadSchema()
    {
        using var stream = typeof(PolicyReader).Assembly.GetManifestResourceStream("policy.schema.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private Policy? ReadAll(SourceNode[] roots)
    {
        SourceReader[] documents = [.. roots.Select(r => SourceReader.Of(r, _diagnostics))];
        foreach (var (root, document) in roots.Zip(documents))
        {
            var before = _diagnostics.Total;
            if (document.OptionalInt32("version") != 1 && _diagnostics.Total == before)
                _diagnostics.Add(CksCodes.DocumentVersion, document.Optional("version") ?? root, "This is not a policy of version 1.", "Write \"version\": 1.");
        }

        SourceNode[] Members(string name) => [.. documents.SelectMany(d => d.Members(name))];
        var (aliases, roles, obligations, duties) = (Members("aliases"), Members("roles"), Members("obligations"), documents.SelectMany(d => d.Items("duties")).ToArray());
        SourceNode[] resources = [.. documents.Select(d => d.Section("resources")).OfType<SourceNode>().SelectMany(r => SourceReader.MembersOf(r, _diagnostics))];
        foreach (var resource in Once(resources, "resource"))
            _resources[resource.Name] = new ResourceReader(_diagnostics).Read(resource);
        if (_resources.Values.Sum(r => r.Capabilities.Count) > MaxCapabilities)
            _diagnostics.Add(CksCodes.DocumentTooLarge, roots[0], $"The policy declares more than {MaxCapabilities} capabilities.", "Declare fewer, or split the application.");
        foreach (var obligation in Once(obligations, "obligation"))
            ReadObligation(obligation);
        var rules = new RuleReader(_resources, _obligations, _aliases, _diagnostics);
        foreach (var alias in Once(aliases, "alias"))
            ReadAlias(alias, rules);
        foreach (var role in Once(roles, "role"))
            ReadRole(role, rules);
        foreach (var duty in duties)
            ReadDuty(duty);
        foreach (var document in documents)
            document.Complete();
        return _roles.Count > MaxRoles ? TooLarge(roots[0], $"The policy declares more than {MaxRoles} roles.", "Declare fewer, or split the application.") : Compile(roots[0], rules);
    }

    private Policy? Compile(SourceNode root, RuleReader rules)
    {
        var graph = new RoleGraph(_roles, _diagnostics);
        graph.CheckParents();
        if (_diagnostics.HasErrors)
            return null;
        var lineages = _roles.Values.ToDictionary(r => r.Name, graph.LineageOf, StringComparer.Ordinal);
        if (rules.Expanded > MaxExpanded || graph.IsTooLarge || lineages.Values.Sum(l => l.Sum(r => (long)r.Rules.Sum(x => x.Capabilities.Count))) > MaxExpanded)
            return TooLarge(root, $"The rules of all roles stand for more than {MaxExpanded} capabilities, inherited ones counted for each role.", "Use fewer wildcards or a flatter inheritance.");
        // Ids live as long as the process, so only a document that is used gets any. There are not endlessly many, and so a process that has read very many policies takes no new names.
        if (!CapabilityId.TryMake([.. _resources.Values.SelectMany(r => r.Capabilities)]))
            return TooLarge(root, $"With this policy the process would know more than {CapabilityId.Limit} capabilities.", "Restart it: names of policies that were read before count as well.");
        if (_resources.Where(r => r.Value.Fields.Count > 0).FirstOrDefault(r => !ResourceFields.Of(r.Key).TryNumber(r.Value.Fields)) is { Key: { } full })
            return TooLarge(root, $"With this policy the process would know more than {ResourceFields.Limit} fields of \"{full}\".", "Restart it: names of policies that were read before count as well.");
        var ids = _resources.Values.SelectMany(r => r.Capabilities).ToDictionary(c => c, CapabilityId.Of, StringComparer.Ordinal);
        var sets = new Dictionary<string[], FieldSet>(); // by reference, as arrays are
        PolicyRule[] compiled = [.. _roles.Values.SelectMany(r => r.Rules).OrderBy(r => r.Number).Select(r => r.Compile(ids, sets))];
        var asked = compiled.Where(r => r.When is not null).ToLookup(r => r.Capabilities[0].Resource, r => r.When!, StringComparer.Ordinal);
        return new(
            _resources.Select(r => Compile(r.Key, r.Value, ids, asked[r.Key])),
            _roles.Values.Select(r => new PolicyRole(
                r.Name, [.. r.Parents.Select(p => p.Text!)], [.. r.Rules.Select(x => compiled[x.Number - 1])], [.. lineages[r.Name].SelectMany(l => l.Rules).Select(x => compiled[x.Number - 1])],
                [.. lineages[r.Name].Select(l => l.Name)], [.. r.Assigns.Select(a => a.Text!)], r.Place)),
            _aliases.ToDictionary(a => a.Key, a => ids[a.Value]),
            [.. _duties.Values],
            _resources.Values.SelectMany(r => r.Sensitive).Distinct(StringComparer.Ordinal).Select(c => ids[c]));
    }

    private static PolicyResource Compile(string name, ResourceDraft draft, Dictionary<string, CapabilityId> ids, IEnumerable<Condition> conditions)
    {
        var asked = conditions.ToArray();
        var (attributes, relations) = (asked.SelectMany(c => c.Attributes).ToHashSet(StringComparer.Ordinal), asked.SelectMany(c => c.Relations).ToHashSet(StringComparer.Ordinal));
        return new()
        {
            Name = name,
            Capabilities = [.. draft.Capabilities.Select(c => ids[c])],
            Place = draft.Place,
            ActionPlaces = draft.ActionPlaces,
            Fields = draft.Fields,
            Vocabulary = draft.Vocabulary,
            Asked = [.. draft.Vocabulary.Attributes.Where(a => attributes.Contains(a.Name))],
            AskedRelations = [.. draft.Vocabulary.Relations.Where(relations.Contains)],
        };
    }

    private Policy? TooLarge(SourceNode root, string message, string fix)
    {
        _diagnostics.Add(CksCodes.DocumentTooLarge, root, message, fix);
        return null;
    }

    /// <summary>The first declaration of each name; JSON itself refuses a second one in the same document.</summary>
    private IEnumerable<SourceNode> Once(IEnumerable<SourceNode> nodes, string what)
    {
        foreach (var same in nodes.GroupBy(n => n.Name, StringComparer.Ordinal))
        {
            foreach (var again in same.Skip(1))
                _diagnostics.Add(CksCodes.DuplicateName, again.NamePlace, $"The {what} \"{same.Key}\" is declared in {same.First().Location.File} as well.", "Declare it in one document.");
            yield return same.First();
        }
    }

    private void ReadObligation(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        if (!RoleForm().IsMatch(node.Name))
            _diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be the name of an obligation.", "Use a-z, 0-9, - and _, starting with a letter.");
        var within = reader.OptionalInt32("within");
        if (within <= 0)
            _diagnostics.Add(CksCodes.WrongKind, reader.Optional("within")!, "It would never be met.", "Write how many seconds old a step-up may be.");
        var acr = reader.Strings("acr");
        foreach (var value in acr.Where(v => !AcrForm().IsMatch(v.Text!)))
            _diagnostics.Add(CksCodes.InvalidName, value, $"\"{value.Text}\" cannot be asked for in a challenge.", "Write printable ASCII without spaces, quotes and backslashes.");
        if (acr.Count > 0 && within is null)
            _diagnostics.Add(CksCodes.MissingProperty, reader.Optional("acr")!, "Only a step-up asks for a stronger authentication.", "Write within as well.");
        reader.Complete();
        _obligations[node.Name] = new(node.Name, within is { } seconds ? TimeSpan.FromSeconds(seconds) : null) { AcrValues = [.. acr.Select(v => v.Text!)] };
    }

    private void ReadAlias(SourceNode node, RuleReader rules)
    {
        if (!AliasForm().IsMatch(node.Name))
            _diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be an alias.", "Use letters and digits, starting with a letter.");
        if (SourceReader.TextOf(node, _diagnostics) is not { } text)
            return;
        if (text.EndsWith(":*", StringComparison.Ordinal))
            _diagnostics.Add(CksCodes.UnknownCapability, node, "An alias stands for one capability.", "Name one capability.");
        else if (rules.Expand(node) is [var capability])
            _aliases[node.Name] = capability;
    }

    private void ReadRole(SourceNode node, RuleReader rules)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        if (!RoleForm().IsMatch(node.Name))
            _diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be the name of a role.", "Use a-z, 0-9, - and _, starting with a letter.");
        SourceNode[] Names(string name) => [.. reader.Strings(name).DistinctBy(p => p.Text)];
        var (parents, assigns) = (Names("inherits"), Names("assigns"));
        RuleDraft[] drafts = [.. reader.Items("permit").Select(n => rules.Read(n, node.Name, isDeny: false)), .. reader.Items("deny").Select(n => rules.Read(n, node.Name, isDeny: true))];
        _roles[node.Name] = new(node.Name, parents, drafts, assigns, node);
        reader.Complete();
    }

    private void ReadDuty(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var id = reader.RequiredString("id");
        SourceNode[] roles = [.. reader.Strings("roles").DistinctBy(r => r.Text)];
        reader.Complete();
        foreach (var role in roles.Where(r => !_roles.ContainsKey(r.Text!)))
            _diagnostics.AddUnknown(CksCodes.UnknownRole, role, $"The role \"{role.Text}\" is not declared.", role.Text!, _roles.Keys);
        if (roles.Length < 2)
            _diagnostics.Add(CksCodes.MissingProperty, reader.Optional("roles") ?? node, "Duties are separated between at least two roles.", "Name the roles that nobody may have together.");
        if (!_duties.TryAdd(id, new(id, [.. roles.Select(r => r.Text!)])))
            _diagnostics.Add(CksCodes.DuplicateName, reader.Optional("id")!, $"The duty \"{id}\" is declared twice.", "Give each an id of its own.");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleForm();

    // What can stand in a quoted value of a header among others that spaces part.
    [GeneratedRegex(@"\A[!#-\[\]-~]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AcrForm();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AliasForm();
}
