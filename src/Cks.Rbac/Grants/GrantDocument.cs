using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>A grants document (version 1): <c>grants</c>, and the <c>history</c> of their changes. Immutable.</summary>
public sealed class GrantDocument
{
    private readonly IReadOnlyDictionary<string, SourceNode> _nodes;

    internal GrantDocument(IReadOnlyList<Grant> grants, IReadOnlyList<GrantRecord> history, IReadOnlyDictionary<string, SourceNode> nodes) => (Grants, History, _nodes) = (grants, history, nodes);

    /// <summary>The grants, as they stand in the document.</summary>
    public IReadOnlyList<Grant> Grants { get; }

    /// <summary>The audit rows, oldest first.</summary>
    public IReadOnlyList<GrantRecord> History { get; }

    /// <summary>Reads a document. All mistakes are reported at once, with their place.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document; comments and trailing commas are allowed.</param>
    public static LoadResult<GrantDocument> Read(string file, ReadOnlyMemory<byte> utf8) => GrantDocumentReader.Read(file, utf8);

    /// <summary>What of it does not fit a policy: roles, capabilities, fields and conditions that it does not know (CKS201, CKS204, CKS205, CKS208 and those of conditions), duties (CKS222), and what has expired (CKS221).</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<Diagnostic> CheckAgainst(Policy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var findings = new DiagnosticBag();
        foreach (var grant in Grants)
        {
            var node = _nodes[grant.Id];
            if (grant.IsOver(now))
                findings.Add(CksCodes.GrantOver, PlaceOf(node, "until"), $"The grant \"{grant.Id}\" has expired.", "Take it out.");
            if (grant.Kind == GrantKind.Role)
                CheckRole(grant, node, policy, findings);
            else if (grant.Kind != GrantKind.BreakGlass)
                CheckCapability(grant, node, policy, findings);
        }

        CheckDuties(policy, now, findings);
        return [.. findings];
    }

    private static void CheckRole(Grant grant, SourceNode node, Policy policy, DiagnosticBag findings)
    {
        if (!policy.DeclaresRole(grant.Name))
            findings.AddUnknown(CksCodes.UnknownRole, PlaceOf(node, "role"), $"The role \"{grant.Name}\" is not declared.", grant.Name, [.. policy.Roles]);
    }

    private static void CheckCapability(Grant grant, SourceNode node, Policy policy, DiagnosticBag findings)
    {
        if (!policy.TryFind(grant.Name, out var capability))
        {
            findings.AddUnknown(CksCodes.UnknownCapability, PlaceOf(node, "capability"), $"The capability \"{grant.Name}\" is not declared.", grant.Name, [.. policy.Capabilities.Select(c => c.Name)]);
            return;
        }

        var resource = policy.FindResource(capability.Resource)!;
        if (node.TryGet("when", out var when))
            new ConditionReader(resource.Vocabulary, findings).Read(when);
        if (!node.TryGet("fields", out var fields))
            return;
        foreach (var field in fields.Properties.Values.SelectMany(l => l.Items).Where(f => !resource.Fields.Contains(f.Text!)))
            findings.AddUnknown(CksCodes.UnknownField, field, $"\"{resource.Name}\" has no field \"{field.Text}\".", field.Text!, resource.Fields);
    }

    private void CheckDuties(Policy policy, DateTimeOffset now, DiagnosticBag findings)
    {
        foreach (var mine in Grants.Where(g => g.Kind == GrantKind.Role && !g.IsOver(now)).GroupBy(g => (g.Person, g.Tenant)))
        {
            var held = new List<PolicyRole>();
            foreach (var grant in mine)
            {
                if (policy.FindRole(grant.Name) is not { } role)
                    continue;
                if (policy.KeepsApart(held, role))
                    findings.Add(CksCodes.GrantDutyConflict, PlaceOf(_nodes[grant.Id], "role"), $"Duties keep \"{role.Name}\" apart from another role of the same person.", "Take one of them out; until then this one only denies.");
                held.Add(role);
            }
        }
    }

    /// <summary>The document of grants and history as bytes.</summary>
    internal static byte[] Write(IEnumerable<Grant> grants, IEnumerable<GrantRecord> history)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("grants");
            foreach (var grant in grants)
                GrantJson.Write(json, grant);
            json.WriteEndArray();
            json.WriteStartArray("history");
            foreach (var record in history)
                GrantJson.Write(json, record);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static SourcePlace PlaceOf(SourceNode node, string member) => node.TryGet(member, out var value) ? value : node;
}
