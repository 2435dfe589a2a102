using System.Globalization;
using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Who gains and who loses what from one policy to another one. It goes by what the policies mean, not by how they are written: rules that were moved, renamed or joined change nothing. Exact as
/// <see cref="PolicyAnalyzer"/> is. Grants and ceilings are not part of it.
/// </summary>
public sealed class PolicyDiff
{
    // What people read; all of it stands in Changes.
    private const int MaxLines = 200;

    private PolicyDiff(Policy before, Policy after, IReadOnlyList<PolicyChange> changes)
    {
        IReadOnlyList<string> Except(IEnumerable<string> one, IEnumerable<string> other) => [.. one.Except(other, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        (RolesAdded, RolesRemoved) = (Except(after.Roles, before.Roles), Except(before.Roles, after.Roles));
        var (was, isNow) = (before.Capabilities.Select(c => c.Name), after.Capabilities.Select(c => c.Name));
        (CapabilitiesAdded, CapabilitiesRemoved, Changes) = (Except(isNow, was), Except(was, isNow), changes);
    }

    /// <summary>Roles that only the new policy declares, ordered by name. What they may do is among <see cref="Changes"/>.</summary>
    public IReadOnlyList<string> RolesAdded { get; }

    /// <summary>Roles that only the old policy declares.</summary>
    public IReadOnlyList<string> RolesRemoved { get; }

    /// <summary>Capabilities that only the new policy declares, ordered by name.</summary>
    public IReadOnlyList<string> CapabilitiesAdded { get; }

    /// <summary>Capabilities that only the old policy declares.</summary>
    public IReadOnlyList<string> CapabilitiesRemoved { get; }

    /// <summary>What anybody gains or loses, ordered by role and capability.</summary>
    public IReadOnlyList<PolicyChange> Changes { get; }

    /// <summary>Whether nobody gains or loses anything.</summary>
    public bool IsEmpty => Changes.Count == 0 && RolesAdded.Count + RolesRemoved.Count + CapabilitiesAdded.Count + CapabilitiesRemoved.Count == 0;

    /// <summary>What anybody gains, a line for each; empty for nothing. Very many are counted and not listed.</summary>
    public string Gains => string.Join('\n', Shorten([.. Changes.Where(c => c.IsGain).Select(c => c.ToString())]));

    /// <summary>Compares two policies.</summary>
    /// <param name="before">The policy in use.</param>
    /// <param name="after">The one that takes its place.</param>
    /// <param name="now">The moment from which on differences count; <see langword="null"/> for all time.</param>
    public static PolicyDiff Between(Policy before, Policy after, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(before, after, [.. new PolicyComparison(before, after, now).Changes()]);
    }

    /// <summary>The differences as lines: what begins with + is more than before, what begins with - is less.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var line in Declared().Select(d => $"{(d.IsMore ? '+' : '-')} {d.What} {d.Name}").Concat(Changes.Select(c => c.ToString())))
            text.Append(DiagnosticText.Printable(line)).Append('\n');
        return text.ToString();
    }

    /// <summary>Writes <c>rolesAdded</c>, <c>rolesRemoved</c>, <c>capabilitiesAdded</c>, <c>capabilitiesRemoved</c> and <c>changes</c> into an object that was begun. Every member is always there.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        AnalysisJson.Write(json, "rolesAdded", RolesAdded);
        AnalysisJson.Write(json, "rolesRemoved", RolesRemoved);
        AnalysisJson.Write(json, "capabilitiesAdded", CapabilitiesAdded);
        AnalysisJson.Write(json, "capabilitiesRemoved", CapabilitiesRemoved);
        json.WriteStartArray("changes");
        foreach (var change in Changes)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()));
            json.WriteString("change", change.IsGain ? "gained" : "lost");
            json.WriteString("role", change.Role);
            json.WriteString("name", change.Name);
            AnalysisJson.Write(json, "fields", change.Fields);
            json.WriteString("use", change.Fields.Count > 0 ? change.Use.ToString().ToLowerInvariant() : null);
            json.WriteString("before", change.Kind == PolicyChangeKind.Capability ? PolicyChange.Word(change.Before) : null);
            json.WriteString("after", change.Kind == PolicyChangeKind.Capability ? PolicyChange.Word(change.After) : null);
            json.WriteString("circumstances", change.Circumstances);
            json.WriteBoolean("undecided", change.IsUndecided);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The differences as one HTML page that needs nothing else.</summary>
    /// <param name="title">Title of the page.</param>
    public string ToHtml(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var page = new HtmlPage(title);
        page.Text(IsEmpty ? "Nobody gains or loses anything." : string.Create(CultureInfo.InvariantCulture, $"{Changes.Count(c => c.IsGain)} gained, {Changes.Count(c => !c.IsGain)} lost."));
        if (Declared().ToArray() is { Length: > 0 } declared)
            page.Table("Declared", ["Change", "What", "Name"], declared.Select(d => new HtmlRow(d.IsMore ? "gain" : "loss", [d.IsMore ? "added" : "removed", d.What, d.Name])));
        if (Changes.Count > 0)
        {
            page.Table("Changes", ["Change", "Role", "What", "Before", "After", "For example"], Changes.Select(c => new HtmlRow(c.IsGain ? "gain" : "loss", [
                c.IsGain ? "gained" : "lost",
                c.Role,
                c.Kind switch
                {
                    PolicyChangeKind.Capability => c.Name,
                    PolicyChangeKind.Fields => $"{PolicyChange.Word(c.Use)} {string.Join(", ", c.Fields)} by {c.Name}",
                    PolicyChangeKind.Assigns => $"give the role {c.Name}",
                    PolicyChangeKind.Duty => $"duty {c.Name}",
                    PolicyChangeKind.Alias => $"alias {c.Name}",
                    PolicyChangeKind.Denial => $"{c.Denies}, whoever permits it",
                    _ => $"{c.Name} is marked sensitive",
                },
                c.Kind == PolicyChangeKind.Capability ? PolicyChange.Word(c.Before) : "",
                c.Kind == PolicyChangeKind.Capability ? PolicyChange.Word(c.After) : "",
                c.IsUndecided ? "perhaps: too dear to tell" : c.Circumstances,
            ])));
        }

        return page.ToString();
    }

    private IEnumerable<(bool IsMore, string What, string Name)> Declared() =>
        RolesAdded.Select(r => (true, "role", r)).Concat(RolesRemoved.Select(r => (false, "role", r)))
            .Concat(CapabilitiesAdded.Select(c => (true, "capability", c))).Concat(CapabilitiesRemoved.Select(c => (false, "capability", c)));

    private static IEnumerable<string> Shorten(string[] lines) =>
        lines.Length <= MaxLines ? lines : lines.Take(MaxLines).Append(string.Create(CultureInfo.InvariantCulture, $"... and {lines.Length - MaxLines} more"));
}
