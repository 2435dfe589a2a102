using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>A document of policy tests, read against its policy.</summary>
internal sealed class PolicyTestDocument
{
    // What lists, wildcards and "else" stand for, all tests of a document together (S30).
    private const int MaxCases = 200_000;

    private static readonly string[] Expectations = ["permit", "deny", .. Enum.GetValues<DecisionReason>().Select(r => r.ToText())];
    private static readonly string[] FieldLists = ["read", "write", "filter", "sort"];

    private readonly DiagnosticBag _diagnostics;
    private readonly TestThingReader _things;
    private readonly Dictionary<string, TestSubject> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TestResource> _resources = new(StringComparer.Ordinal);
    private readonly List<PolicyTestCase> _cases = [];
    private DateTimeOffset? _at;

    private PolicyTestDocument(PolicySandbox sandbox, IReadOnlyList<string> policyFiles, DiagnosticBag diagnostics)
    {
        (Sandbox, PolicyFiles, _diagnostics) = (sandbox, policyFiles, diagnostics);
        _things = new(sandbox.Policy, diagnostics);
    }

    public PolicySandbox Sandbox { get; }

    /// <summary>Full paths of the policy's documents.</summary>
    public IReadOnlyList<string> PolicyFiles { get; }

    public IReadOnlyDictionary<string, TestSubject> Subjects => _subjects;

    public IReadOnlyDictionary<string, TestResource> Resources => _resources;

    public IReadOnlyList<PolicyTestCase> Cases => _cases;

    /// <summary>The moment of tests that name none.</summary>
    public DateTimeOffset At => _at ?? DateTimeOffset.UnixEpoch;

    /// <summary>Reads a document of tests, and the policy that it names where none is in hand.</summary>
    /// <exception cref="CksConfigurationException">CKS107: a file cannot be read.</exception>
    public static PolicyTestDocument? Read(string file, DiagnosticBag diagnostics, PolicySandbox? policy = null)
    {
        if (SourceDocument.Read(file, DocumentFile.Read(file, null), SourceDocumentOptions.ForFiles, diagnostics) is not { } root)
            return null;
        var reader = SourceReader.Of(root, diagnostics);
        var before = diagnostics.Total;
        if (reader.OptionalInt32("version") != 1 && diagnostics.Total == before)
            diagnostics.Add(CksCodes.DocumentVersion, reader.Optional("version") ?? root, "These are not policy tests of version 1.", "Write \"version\": 1.");
        var named = reader.Required("policy") is { } names ? names.Kind == JsonValueKind.Array ? reader.Strings("policy") : SourceReader.TextOf(names, diagnostics) is null ? [] : [names] : [];
        if (named.Count == 0 && diagnostics.Total == before)
            diagnostics.Add(CksCodes.MissingProperty, reader.Optional("policy") ?? root, "No policy is named.", "Name the policy's document, relative to this one.");
        if (named.Count == 0 || diagnostics.HasErrors)
            return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if ((policy ?? LoadPolicy([.. named.Select(n => Path.Combine(Path.GetDirectoryName(file) ?? "", n.Text!))], diagnostics)) is not { } sandbox)
            return null;
        var document = new PolicyTestDocument(sandbox, [.. named.Select(n => Path.GetFullPath(n.Text!, folder!))], diagnostics);
        document.Read(reader);
        return diagnostics.HasErrors ? null : document;
    }

    /// <summary>Reads a policy of several documents.</summary>
    /// <exception cref="CksConfigurationException">CKS107: a file cannot be read.</exception>
    public static PolicySandbox? LoadPolicy(IReadOnlyList<string> files, DiagnosticBag diagnostics)
    {
        PolicyFile[] documents = [.. files.Select(f => new PolicyFile(f, DocumentFile.Read(f, null)))];
        var loaded = PolicyReader.Read(documents);
        foreach (var finding in loaded.Diagnostics)
            diagnostics.Add(finding);
        return loaded.IsLoaded ? new(loaded, documents.SelectMany(d => d.Utf8.ToArray()).ToArray()) : null;
    }

    private void Read(SourceReader reader)
    {
        _at = _things.ReadTime(reader.Optional("at"));
        foreach (var subject in reader.Members("subjects"))
            _subjects[subject.Name] = _things.ReadSubject(subject);
        foreach (var resource in reader.Members("resources"))
            if (_things.ReadResource(resource, subjects: _subjects.Keys) is { } read)
                _resources[resource.Name] = read;
        var tests = reader.Items("tests");
        if (reader.Required("tests") is { Kind: JsonValueKind.Array, Items.Count: 0 } none)
            _diagnostics.Add(CksCodes.MissingProperty, none, "Nothing is tested.", "Write at least one test.");
        foreach (var test in tests)
            ReadTest(test);
        reader.Complete();
        if (_cases.Count > MaxCases)
            _diagnostics.Add(CksCodes.DocumentTooLarge, SourceLocation.Whole(reader.Location.File), $"The tests stand for more than {MaxCases} questions.", "Split the document, or use fewer lists and wildcards.");
    }

    private void ReadTest(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var name = reader.OptionalString("name") ?? "";
        TestSubject[] who = [.. Listed(reader.Required("as")).Select(FindSubject).OfType<TestSubject>()];
        var on = reader.Optional("on");
        TestResource?[] resources = on is null ? [null] : [.. Listed(on).Select(FindResource).OfType<TestResource>().SelectMany(r => Vary(r, reader.Optional("with")))];
        if (on is null && reader.Optional("with") is { } with)
            _diagnostics.Add(CksCodes.MissingProperty, with.NamePlace, "\"with\" changes a resource, and none is named.", "Name it with \"on\".");
        var at = _things.ReadTime(reader.Optional("at")) ?? _at;
        if (at is null && Sandbox.Policy.AllRoles.Any(r => r.Timed.Count > 0))
            _diagnostics.Add(CksCodes.MissingProperty, node, "The policy has rules that begin or end, or that ask for a step-up, and the test does not say when it is.", "Add \"at\" to the test or to the document.");
        var fields = reader.Optional("fields");
        var made = new PolicyTestCase(name, new("", Subject.Nobody, false), default, null, at ?? At, node.Location)
        {
            Rule = ReadRule(reader.Optional("rule")),
            Fields = fields is not null ? ReadFields(fields) : new Dictionary<string, IReadOnlyList<string>>(),
            Met = reader.Strings("met").Select(m => m.Text!).ToHashSet(StringComparer.Ordinal),
        };

        var asked = new List<(CapabilityId Capability, string? Expect)>();
        var can = reader.Optional("can");
        if (can is not null)
        {
            var expect = ReadExpectation(made.Fields.Count > 0 ? reader.Optional("expect") : reader.Required("expect"));
            asked.AddRange(Capabilities(can, resources).Select(c => (c, expect)));
        }

        foreach (var list in (ReadOnlySpan<string>)["permit", "deny", "needs-resource"])
            if (reader.Optional(list) is { } listed)
                asked.AddRange(Capabilities(listed, resources).Select(c => (c, (string?)list.Replace('-', '_'))));
        var others = ReadExpectation(reader.Optional("else"));
        if (asked.Count == 0 && others is null && !_diagnostics.HasErrors)
            _diagnostics.Add(CksCodes.MissingProperty, node, "The test asks nothing.", "Write \"can\" and \"expect\", or list capabilities in \"permit\", \"deny\" or \"needs-resource\".");
        reader.Complete();
        foreach (var resource in fields is null ? [] : asked.Select(a => a.Capability.Resource).Distinct(StringComparer.Ordinal).Select(Sandbox.Policy.FindResource))
            foreach (var field in fields!.Properties.Values.SelectMany(l => l.Items).Where(f => f.Text is not null && !resource!.Fields.Contains(f.Text)))
                _diagnostics.AddUnknown(CksCodes.UnknownField, field, $"\"{resource!.Name}\" has no field \"{field.Text}\".", field.Text!, resource.Fields);
        foreach (var subject in who)
            foreach (var resource in resources)
                Add(made with { Who = subject, Resource = resource }, asked, others);
    }

    private void Add(PolicyTestCase made, IReadOnlyList<(CapabilityId Capability, string? Expect)> asked, string? others)
    {
        var rest = others is null ? [] : (made.Resource is null ? Sandbox.Policy.Capabilities : Sandbox.Policy.FindResource(made.Resource.Resource)!.Capabilities).Except(asked.Select(a => a.Capability)).Select(c => (c, (string?)others));
        foreach (var (capability, expect) in asked.Concat(rest).TakeWhile(_ => _cases.Count <= MaxCases))
        {
            var what = $"{made.Who.Name} {capability}{(made.Resource is null ? "" : $" on {made.Resource.Name}")}";
            _cases.Add(made with { Name = made.Name.Length == 0 ? what : $"{made.Name}: {what}", Capability = capability, Expect = expect });
        }
    }

    private IEnumerable<CapabilityId> Capabilities(SourceNode node, TestResource?[] resources)
    {
        foreach (var item in Listed(node))
        {
            foreach (var capability in _things.Expand(item))
            {
                if (Array.Find(resources, r => r is not null && r.Resource != capability.Resource) is { } other)
                    _diagnostics.Add(CksCodes.PolicyTestName, item, $"\"{capability}\" is not about \"{other.Name}\", which is one of \"{other.Resource}\".", "Name a resource of the capability, or another capability.");
                else
                    yield return capability;
            }
        }
    }

    private TestSubject? FindSubject(SourceNode node)
    {
        if (SourceReader.TextOf(node, _diagnostics) is not { } name)
            return null;
        if (_subjects.TryGetValue(name, out var known))
            return known;
        // A role stands for somebody who has it and nothing else.
        if (Sandbox.Policy.DeclaresRole(name))
            return _subjects[name] = new(name, new(name, TenantId.Parse("main"), [name]), false);
        _diagnostics.AddUnknown(CksCodes.PolicyTestName, node, $"There is no subject and no role \"{name}\".", name, [.. _subjects.Keys, .. Sandbox.Policy.Roles]);
        return null;
    }

    private TestResource? FindResource(SourceNode node)
    {
        if (SourceReader.TextOf(node, _diagnostics) is not { } name)
            return null;
        if (_resources.TryGetValue(name, out var known))
            return known;
        _diagnostics.AddUnknown(CksCodes.PolicyTestName, node, $"There is no resource \"{name}\" in this document.", name, _resources.Keys);
        return null;
    }

    /// <summary>The resource with other attributes: where several values are listed, with each of them.</summary>
    private IEnumerable<TestResource> Vary(TestResource resource, SourceNode? with)
    {
        IEnumerable<TestResource> varied = [resource];
        foreach (var member in with is null ? [] : SourceReader.MembersOf(with, _diagnostics))
        {
            var declared = Sandbox.Policy.FindResource(resource.Resource)!;
            if (_things.Find(declared, member) is not { } attribute)
                continue;
            AttributeValue?[] values = [.. Listed(member).Select(v => _things.Read(declared, attribute, v))];
            varied = [.. varied.SelectMany(r => values.Select(v => Change(r, attribute.Name, v))).Take(MaxCases)];
        }

        return varied;
    }

    private static TestResource Change(TestResource resource, string attribute, AttributeValue? value)
    {
        var attributes = resource.Attributes.Where(a => a.Key != attribute).ToDictionary(StringComparer.Ordinal);
        if (value is { } there)
            attributes[attribute] = there;
        return resource with { Name = $"{resource.Name}, {attribute} {value?.ToString() ?? "missing"}", Attributes = attributes };
    }

    private string? ReadExpectation(SourceNode? node)
    {
        if (node is null || SourceReader.TextOf(node, _diagnostics) is not { } text)
            return null;
        text = text == "needs-resource" ? "needs_resource" : text;
        if (!Expectations.Contains(text))
            _diagnostics.AddUnknown(CksCodes.PolicyTestName, node, $"No decision is \"{text}\".", text, Expectations);
        return text;
    }

    private string? ReadRule(SourceNode? node)
    {
        if (node is not null && SourceReader.TextOf(node, _diagnostics) is { } id && !Sandbox.Policy.Rules.Any(r => r.Id == id))
            _diagnostics.AddUnknown(CksCodes.PolicyTestName, node, $"The policy has no rule \"{id}\".", id, [.. Sandbox.Policy.Rules.Select(r => r.Id)]);
        return node?.Text;
    }

    private Dictionary<string, IReadOnlyList<string>> ReadFields(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var lists = FieldLists.Where(l => reader.Optional(l) is not null).ToDictionary(l => l, l => (IReadOnlyList<string>)[.. reader.Strings(l).Select(f => f.Text!)]);
        reader.Complete();
        return lists;
    }

    /// <summary>One value, or an array of them.</summary>
    private static IReadOnlyList<SourceNode> Listed(SourceNode? node) => node is null ? [] : node.Kind == JsonValueKind.Array ? node.Items : [node];
}
