using System.Runtime.InteropServices;
using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>A rule as written, with its wildcards expanded; it gets ids only when the whole document is good.</summary>
internal sealed class RuleDraft(int number, string id, string role, bool isDeny, IReadOnlyList<string> capabilities)
{
    public int Number => number;

    public IReadOnlyList<string> Capabilities => capabilities;

    public string Resource { get; init; } = "";

    public (string[] Read, string[] Write, string[] Filter, string[] Sort)? Fields { get; init; }

    public Condition? When { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public IReadOnlyList<Obligation> Obligations { get; init; } = [];

    public bool IsBreakGlass { get; init; }

    public IReadOnlyList<string> Written { get; init; } = [];

    public required SourcePlace Place { get; init; }

    /// <param name="ids">The ids of all capabilities.</param>
    /// <param name="sets">The sets of lists so far: a list that is the same one is the same set.</param>
    public PolicyRule Compile(IReadOnlyDictionary<string, CapabilityId> ids, Dictionary<string[], FieldSet> sets)
    {
        FieldSet Set(string[] names)
        {
            if (names.Length == 0)
                return default;
            ref var set = ref CollectionsMarshal.GetValueRefOrAddDefault(sets, names, out var isKnown);
            return isKnown ? set : set = FieldSet.Of(Resource, names);
        }

        var rule = Fields is { } f ? (Read: Set(f.Read), Write: Set(f.Write), Filter: Set(f.Filter), Sort: Set(f.Sort)) : default;
        return new()
        {
            Number = number,
            Id = id,
            Role = role,
            IsDeny = isDeny,
            Capabilities = [.. capabilities.Select(c => ids[c])],
            Fields = isDeny || Fields is null ? FieldMask.None : new(rule.Read, rule.Write, rule.Filter, rule.Sort),
            Hidden = isDeny ? new(rule.Read, rule.Write, rule.Filter, rule.Sort) : default,
            HidesFields = isDeny && Fields is not null,
            When = When,
            From = From,
            Until = Until,
            Obligations = Obligations,
            IsBreakGlass = IsBreakGlass,
            Written = Written,
            Place = Place,
        };
    }
}

/// <summary>Reads rules against the resources and obligations of the policy.</summary>
internal sealed class RuleReader(
    IReadOnlyDictionary<string, ResourceDraft> resources, IReadOnlyDictionary<string, Obligation> obligations, IReadOnlyDictionary<string, string> aliases, DiagnosticBag diagnostics)
{
    private const int MaxRules = ushort.MaxValue;
    private readonly HashSet<string> _capabilities = resources.Values.SelectMany(r => r.Capabilities).ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, Declared> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many capabilities all rules stand for.</summary>
    public int Expanded { get; private set; }

    public RuleDraft Read(SourceNode node, string role, bool isDeny)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var id = reader.OptionalString("id") ?? $"{role}/{(isDeny ? "deny" : "permit")}/{node.Name}";
        if (!_ids.Add(id))
            diagnostics.Add(CksCodes.DuplicateRule, reader.Optional("id") ?? node, $"The rule id \"{id}\" is taken.", "Give each rule an id of its own.");
        if (id.StartsWith("grant:", StringComparison.Ordinal))
            diagnostics.Add(CksCodes.InvalidName, reader.Optional("id") ?? node, "An id that starts with \"grant:\" means a grant.", "Give the rule another id.");
        if (++_count == MaxRules + 1)
            diagnostics.Add(CksCodes.DocumentTooLarge, node, $"The policy has more than {MaxRules} rules.", "Use inheritance or wildcards.");
        if (reader.Required("actions") is { Kind: JsonValueKind.Array, Items.Count: 0 } nothing)
            diagnostics.Add(CksCodes.MissingProperty, nothing, "The rule is about nothing.", "Name at least one capability, or take the rule out.");
        var actions = reader.Strings("actions");
        IReadOnlyList<string> capabilities = Expanded > PolicyReader.MaxExpanded ? [] : actions is [var only] ? Expand(only) : [.. actions.SelectMany(Expand).Distinct(StringComparer.Ordinal)];
        Expanded += capabilities.Count;
        var (fields, when) = (reader.Optional("fields"), reader.Optional("when"));
        var resource = fields is null && when is null ? null : ResourceOf(capabilities, fields is null ? CksCodes.UnknownAttribute : CksCodes.UnknownField, fields ?? when!, fields is null ? "a condition" : "fields");
        var (from, until) = (ReadTime(reader, "from"), ReadTime(reader, "until"));
        if (from >= until)
            diagnostics.Add(CksCodes.WrongKind, reader.Optional("until")!, "The rule ends before it begins.", "Swap \"from\" and \"until\".");
        var rule = new RuleDraft(_count, id, role, isDeny, capabilities)
        {
            Resource = resource ?? "",
            Fields = fields is null ? null : ReadFields(fields, resource, isDeny),
            When = when is null || resource is null ? null : new ConditionReader(resources[resource].Vocabulary, diagnostics).Read(when),
            From = from,
            Until = until,
            Obligations = isDeny ? [] : ReadObligations(reader),
            IsBreakGlass = !isDeny && reader.Boolean("breakGlass"),
            Written = [.. actions.Select(a => a.Text!)],
            Place = node,
        };
        reader.Complete();
        return rule;
    }

    /// <summary>The declared capabilities that a text names: <c>resource:action</c>, or <c>resource:*</c> for all actions of one resource.</summary>
    public IReadOnlyList<string> Expand(SourceNode node)
    {
        var text = node.Text ?? "";
        if (text.EndsWith(":*", StringComparison.Ordinal) && resources.TryGetValue(text[..^2], out var resource))
            return resource.Capabilities;
        if (_capabilities.Contains(text))
            return [text];
        if (aliases.TryGetValue(text, out var meant))
        {
            diagnostics.Add(CksCodes.UnknownCapability, node, $"\"{text}\" is an alias, which a rule does not name.", $"Write \"{meant}\".", meant);
            return [];
        }

        IReadOnlyCollection<string> known = text.EndsWith(":*", StringComparison.Ordinal) && !diagnostics.IsFull ? [.. resources.Keys.Select(r => $"{r}:*")] : _capabilities;
        diagnostics.AddUnknown(CksCodes.UnknownCapability, node, $"The capability \"{text}\" is not declared.", text, known);
        return [];
    }

    private IReadOnlyList<Obligation> ReadObligations(SourceReader reader)
    {
        var names = reader.Strings("obligations");
        foreach (var name in names.Where(n => !obligations.ContainsKey(n.Text!)))
            diagnostics.AddUnknown(CksCodes.UnknownAttribute, name, $"The obligation \"{name.Text}\" is not declared.", name.Text!, [.. obligations.Keys]);
        return [.. names.Where(n => obligations.ContainsKey(n.Text!)).DistinctBy(n => n.Text).Select(n => obligations[n.Text!])];
    }

    private DateTimeOffset? ReadTime(SourceReader reader, string name)
    {
        if (reader.Optional(name) is not { } node)
            return null;
        if (ConditionReader.TryTime(node, out var time))
            return time;
        diagnostics.Add(CksCodes.WrongKind, node, "Something else stands where a time is expected.", "Write a time with Z or its offset, such as \"2026-12-01T00:00:00Z\".");
        return null;
    }

    private (string[] Read, string[] Write, string[] Filter, string[] Sort) ReadFields(SourceNode node, string? resource, bool isDeny)
    {
        var before = diagnostics.Total;
        var reader = SourceReader.Of(node, diagnostics);
        var declared = resource is null ? Declared.None : DeclaredBy(resource);
        string[]? List(string name) => reader.Optional(name) is null ? null : resource is null ? [] : ReadList(reader.Strings(name), resource, declared);
        var (read, write, filter, sort) = (List("read") ?? [], List("write") ?? [], List("filter"), List("sort"));
        if (!isDeny && (filter ?? sort) is not null && read != declared.All)
        {
            var readable = read.ToHashSet(StringComparer.Ordinal);
            foreach (var name in (ReadOnlySpan<string>)["filter", "sort"])
                foreach (var field in reader.Strings(name).Where(f => f.Text != "*" && declared.Names.Contains(f.Text!) && !readable.Contains(f.Text!)))
                    diagnostics.Add(CksCodes.UnknownField, field, $"\"{field.Text}\" may not be read, so that it may not be in \"{name}\" either.", "List it in \"read\", or take it out here.");
        }

        reader.Complete();
        if (isDeny && read.Length + write.Length + (filter?.Length ?? 0) + (sort?.Length ?? 0) == 0 && resource is not null && diagnostics.Total == before)
            diagnostics.Add(CksCodes.MissingProperty, node, "A deny with no field denies nothing.", "List fields, or take \"fields\" out to deny the capability.");
        return (read, write, filter ?? (isDeny ? [] : read), sort ?? (isDeny ? [] : read));
    }

    // All fields are one list however often a star stands: a short document may name very many very often (S30).
    private string[] ReadList(IReadOnlyList<SourceNode> names, string resource, Declared declared)
    {
        var isAll = false;
        var listed = new List<string>();
        foreach (var name in names)
        {
            if (name.Text == "*")
            {
                diagnostics.Add(CksCodes.AllFields, name, $"Every field of \"{resource}\" is listed, also those that are added later.", "List the fields by name.");
                isAll = true;
            }
            else if (declared.Names.Contains(name.Text!))
                listed.Add(name.Text!);
            else
                diagnostics.AddUnknown(CksCodes.UnknownField, name, $"\"{resource}\" has no field \"{name.Text}\".", name.Text!, declared.All);
        }

        return isAll ? declared.All : [.. listed.Distinct(StringComparer.Ordinal)];
    }

    private Declared DeclaredBy(string resource)
    {
        if (!_fields.TryGetValue(resource, out var declared))
            _fields[resource] = declared = new([.. resources[resource].Fields], resources[resource].Fields.ToHashSet(StringComparer.Ordinal));
        return declared;
    }

    /// <summary>The one resource that a rule is about; <see langword="null"/> when there is none, which is reported.</summary>
    private string? ResourceOf(IReadOnlyList<string> capabilities, CksCode code, SourceNode node, string what)
    {
        string[] named = capabilities is [var one] ? [one.Split(':')[0]] : [.. capabilities.Select(c => c.Split(':')[0]).Distinct(StringComparer.Ordinal)];
        if (named.Length > 1)
            diagnostics.Add(code, node, $"A rule with {what} must be about one resource.", "Write one rule for each resource.");
        return named is [var resource] ? resource : null; // a rule about none is reported where it names it
    }

    /// <summary>The fields of a resource.</summary>
    private sealed record Declared(string[] All, IReadOnlySet<string> Names)
    {
        public static Declared None { get; } = new([], new HashSet<string>());
    }
}
