using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Reads subjects and resources that documents describe.</summary>
internal sealed class TestThingReader(Policy policy, DiagnosticBag diagnostics)
{
    public TestSubject ReadSubject(SourceNode node)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var roles = reader.Strings("roles");
        foreach (var role in roles.Where(r => !policy.DeclaresRole(r.Text!)))
            diagnostics.AddUnknown(CksCodes.UnknownRole, role, $"The role \"{role.Text}\" is not declared.", role.Text!, [.. policy.Roles]);
        var tenant = reader.OptionalString("tenant") ?? "main";
        if (!TenantId.TryParse(tenant, out var id))
            diagnostics.Add(CksCodes.InvalidName, reader.Optional("tenant")!, $"\"{tenant}\" cannot be the name of a tenant.", "Write a tenant's id.");
        SourceNode[] only = [.. reader.Strings("credential")];
        var subject = new Subject(reader.OptionalString("id") ?? node.Name, id, roles.Select(r => r.Text!))
        {
            Code = reader.OptionalString("code") ?? "",
            SteppedUpAt = ReadTime(reader.Optional("steppedUpAt")),
            CredentialCapabilities = reader.Optional("credential") is null ? null : [.. only.SelectMany(Expand).Select(c => c.Name)],
        };
        var hasBrokenGlass = reader.Boolean("breakGlass");
        reader.Complete();
        return new(node.Name, subject, hasBrokenGlass);
    }

    /// <param name="node">The description.</param>
    /// <param name="of">What the policy calls it, where that is known already.</param>
    /// <param name="subjects">The names of subjects that stand in relations to it; <see langword="null"/> where there are none.</param>
    public TestResource? ReadResource(SourceNode node, string? of = null, IReadOnlyCollection<string>? subjects = null)
    {
        var reader = SourceReader.Of(node, diagnostics);
        if (of is null && reader.Required("of") is { } named && SourceReader.TextOf(named, diagnostics) is { } text)
        {
            if (policy.FindResource(text) is null)
                diagnostics.AddUnknown(CksCodes.UnknownAttribute, named, $"The policy declares no resource \"{text}\".", text, policy.ResourceNames);
            of = text;
        }

        if (of is null || policy.FindResource(of) is not { } declared)
            return null;
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        foreach (var attribute in reader.Members("attributes"))
            if (Find(declared, attribute) is { } known && Read(declared, known, attribute) is { } value)
                attributes[attribute.Name] = value;
        var relations = ReadRelations(reader.Optional("relations"), declared, subjects);
        reader.Complete();
        return new(node.Name, declared.Name, attributes, relations);
    }

    public ResourceAttribute? Find(PolicyResource resource, SourceNode node)
    {
        var found = resource.Attributes.FirstOrDefault(a => a.Name == node.Name);
        if (found is null)
            diagnostics.AddUnknown(CksCodes.UnknownAttribute, node.NamePlace, $"\"{resource.Name}\" has no attribute \"{node.Name}\".", node.Name, [.. resource.Attributes.Select(a => a.Name)]);
        return found;
    }

    /// <summary>A value of an attribute; <see langword="null"/> is missing.</summary>
    public AttributeValue? Read(PolicyResource resource, ResourceAttribute attribute, SourceNode node) =>
        node.Kind == JsonValueKind.Null ? null : new ConditionReader(resource.Vocabulary, diagnostics).ReadValue(attribute, node);

    /// <summary>The capabilities that a text names: by name or alias, or <c>resource:*</c>.</summary>
    public IEnumerable<CapabilityId> Expand(SourceNode node)
    {
        var text = node.Text ?? "";
        if (text.EndsWith(":*", StringComparison.Ordinal) && policy.FindResource(text[..^2]) is { } all)
            return all.Capabilities;
        if (policy.TryFind(text, out var capability))
            return [capability];
        diagnostics.AddUnknown(CksCodes.UnknownCapability, node, $"The capability \"{text}\" is not declared.", text, [.. policy.Capabilities.Select(c => c.Name)]);
        return [];
    }

    public DateTimeOffset? ReadTime(SourceNode? node)
    {
        if (node is null)
            return null;
        if (ConditionReader.TryTime(node, out var time))
            return time;
        diagnostics.Add(CksCodes.WrongKind, node, "Something else stands where a time is expected.", "Write a time with Z or its offset, such as \"2026-12-01T00:00:00Z\".");
        return null;
    }

    private Dictionary<string, IReadOnlySet<string>?> ReadRelations(SourceNode? node, PolicyResource resource, IReadOnlyCollection<string>? subjects)
    {
        var relations = new Dictionary<string, IReadOnlySet<string>?>(StringComparer.Ordinal);
        if (node is null)
            return relations;
        var isList = node.Kind == JsonValueKind.Array;
        foreach (var relation in isList ? node.Items.Where(i => SourceReader.TextOf(i, diagnostics) is not null) : SourceReader.MembersOf(node, diagnostics))
        {
            var name = isList ? relation.Text! : relation.Name;
            if (resource.Vocabulary.Definitions.ContainsKey(name))
                diagnostics.Add(CksCodes.UnknownAttribute, isList ? relation : relation.NamePlace, $"\"{name}\" follows from the attributes by its condition.", "Give the attributes, and take it out here.");
            else if (!resource.Relations.Contains(name))
                diagnostics.AddUnknown(CksCodes.UnknownAttribute, isList ? relation : relation.NamePlace, $"\"{resource.Name}\" has no relation \"{name}\".", name, [.. resource.Relations]);
            if (isList)
                relations[name] = null;
            else
                relations[name] = SourceReader.ItemsOf(relation, diagnostics).Where(i => IsSubject(i, subjects)).Select(i => i.Text!).ToHashSet(StringComparer.Ordinal);
        }

        return relations;
    }

    private bool IsSubject(SourceNode node, IReadOnlyCollection<string>? subjects)
    {
        if (SourceReader.TextOf(node, diagnostics) is not { } name)
            return false;
        if (subjects?.Contains(name) != true && !policy.DeclaresRole(name))
            diagnostics.AddUnknown(CksCodes.PolicyTestName, node, $"There is no subject \"{name}\".", name, [.. subjects ?? [], .. policy.Roles]);
        return true;
    }
}
