using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Which role may do what, all of a policy at a glance. The same policy always gives the same text, so that it can be kept beside it and a change of rights shows in a review.</summary>
public sealed class PolicyMatrix
{
    private readonly Dictionary<(string Role, string Capability), PolicyMatrixCell> _cells;
    private readonly Dictionary<string, string> _aliases;

    private PolicyMatrix(Policy policy)
    {
        var context = new AnalysisContext(policy, now: null);
        Roles = [.. policy.AllRoles.Select(r => new PolicyMatrixRole(r.Name, r.Parents, [.. r.Lineage.Where(l => l != r.Name)], r.Assigns))];
        Capabilities = [.. policy.Capabilities.Select(c => c.Name)];
        _aliases = policy.Aliases.GroupBy(a => policy.TryFind(a, out var capability) ? capability.Name : "", StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Join(", ", g), StringComparer.Ordinal);
        var cells = new List<PolicyMatrixCell>();
        foreach (var role in policy.AllRoles)
            foreach (var (capability, rules) in context.RulesOf(role).OrderBy(r => r.Key.Name, StringComparer.Ordinal))
                cells.Add(MatrixCells.Of(role.Name, capability, rules, context));
        Cells = cells;
        _cells = cells.ToDictionary(c => (c.Role, c.Capability));
    }

    /// <summary>The roles, ordered by name.</summary>
    public IReadOnlyList<PolicyMatrixRole> Roles { get; }

    /// <summary>The capabilities, ordered by name.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <summary>The cells about which some rule speaks, ordered by role and capability.</summary>
    public IReadOnlyList<PolicyMatrixCell> Cells { get; }

    /// <summary>The matrix of a policy.</summary>
    public static PolicyMatrix Of(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new(policy);
    }

    /// <summary>Whether a role ever has a capability: whether its cell is another one than <see cref="PolicyExtent.Never"/>. The other cells are not made.</summary>
    public static bool IsEver(Policy policy, string role, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(role);
        var (permits, denies) = (false, false);
        foreach (var rule in policy.FindRole(role)?.Rules ?? [])
            if (!rule.HidesFields && rule.Capabilities.Contains(capability))
                (permits, denies) = (permits || (!rule.IsDeny && rule.When is null), denies || rule.IsDeny);
        return (permits && !denies) || MayEver(new(policy, now: null), policy.FindRole(role), capability);
    }

    private static bool MayEver(AnalysisContext context, PolicyRole? role, CapabilityId capability) =>
        role is not null && context.RulesOf(role, new HashSet<CapabilityId> { capability }).TryGetValue(capability, out var rules) && MatrixCells.Of(role.Name, capability, rules, context).Extent != PolicyExtent.Never;

    /// <summary>What a role may do with a capability; a cell of <see cref="PolicyExtent.Never"/> where no rule speaks of it.</summary>
    public PolicyMatrixCell Find(string role, string capability) => _cells.GetValueOrDefault((role, capability)) ?? new(role, capability, PolicyExtent.Never);

    /// <summary>The matrix as text: two tables that Markdown shows as such, a line for each capability and a line for each role.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, ["capability", .. Roles.Select(r => r.Name)], Capabilities.Select(c => (string[])[c, .. Roles.Select(r => Find(r.Name, c).ToString())]));
        text.Append('\n');
        Append(text, ["role", "inherits", "may give"], Roles.Select(r => (string[])[r.Name, string.Join(", ", r.Inherits), string.Join(", ", r.Assigns)]));
        return text.ToString();
    }

    /// <summary>Writes <c>roles</c> and <c>capabilities</c> into an object that was begun; a capability lists the roles about which some rule speaks.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartArray("roles");
        foreach (var role in Roles)
        {
            json.WriteStartObject();
            json.WriteString("name", role.Name);
            AnalysisJson.Write(json, "inherits", role.Inherits);
            AnalysisJson.Write(json, "lineage", role.Lineage);
            AnalysisJson.Write(json, "assigns", role.Assigns);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("capabilities");
        foreach (var capability in Capabilities)
        {
            json.WriteStartObject();
            json.WriteString("name", capability);
            json.WriteStartArray("roles");
            foreach (var role in Roles)
                if (_cells.TryGetValue((role.Name, capability), out var cell))
                    Write(json, cell);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The matrix as one HTML page that needs nothing else.</summary>
    /// <param name="title">Title of the page.</param>
    public string ToHtml(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var page = new HtmlPage(title);
        page.Text("yes: on every resource. some: on those that the rules describe. denied: a deny leaves nothing of it. Empty: no rule permits it.");
        page.Table("Capabilities", ["Capability", "Also called", .. Roles.Select(r => r.Name)], Capabilities.Select(c => new HtmlRow("", [c, _aliases.GetValueOrDefault(c, ""), .. Roles.Select(r => Find(r.Name, c).ToString())])));
        page.Table("Roles", ["Role", "Inherits", "All that it inherits from", "May give"], Roles.Select(r => new HtmlRow("", [r.Name, string.Join(", ", r.Inherits), string.Join(", ", r.Lineage), string.Join(", ", r.Assigns)])));
        return page.ToString();
    }

    private static void Write(Utf8JsonWriter json, PolicyMatrixCell cell)
    {
        json.WriteStartObject();
        json.WriteString("role", cell.Role);
        json.WriteString("extent", PolicyChange.Word(cell.Extent));
        json.WriteBoolean("denied", cell.IsDenied);
        json.WriteBoolean("breakGlass", cell.NeedsBreakGlass);
        AnalysisJson.Write(json, "obligations", cell.Obligations);
        json.WriteString("from", cell.From is { } from ? AttributeValue.Of(from).ToString() : null);
        json.WriteString("until", cell.Until is { } until ? AttributeValue.Of(until).ToString() : null);
        AnalysisJson.Write(json, "rules", cell.Rules);
        json.WriteEndObject();
    }

    private static void Append(StringBuilder text, string[] heads, IEnumerable<string[]> lines)
    {
        string[][] rows = [.. lines.Select(l => l.Select(DiagnosticText.Printable).ToArray())];
        int[] widths = [.. heads.Select((h, i) => rows.Select(r => r[i].Length).Append(Math.Max(h.Length, 3)).Max())];
        void Line(string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select((c, i) => c.PadRight(widths[i]))).Append(" |\n");
        Line(heads);
        Line([.. widths.Select(w => new string('-', w))]);
        foreach (var row in rows)
            Line(row);
    }
}
