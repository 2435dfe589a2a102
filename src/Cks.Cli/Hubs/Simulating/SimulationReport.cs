using System.Globalization;
using System.Text.Json;
using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>A simulated view, with what is missing in it and why.</summary>
/// <param name="View">The view.</param>
/// <param name="Trace">What the composer told of it.</param>
/// <param name="Who">Whose it is.</param>
/// <param name="At">The moment.</param>
/// <param name="Reasons">Says why.</param>
/// <param name="Unknown">What a tool with files at hand cannot know.</param>
internal sealed record SimulationReport(HubView View, HubTrace Trace, Subject Who, DateTimeOffset At, AbsenceText Reasons, IReadOnlyList<string> Unknown)
{
    public IEnumerable<string> ToLines()
    {
        var hub = Trace.Hub!;
        yield return $"{View.DisplayName}: the hub of {View.Role} for {(Who.Code.Length > 0 ? Who.Code : Who.Id)}, tenant {Who.Tenant}, at {Time}";
        if (hub.Layers.Count > 0)
            yield return $"layers: {string.Join(", ", hub.Layers.Select(l => $"{l} ({l.File})"))}";
        if (Trace.Switched.Count > 0)
            yield return $"supposed: {string.Join(", ", Trace.Switched.Select(s => $"{s.Key} {(s.Value ? "on" : "off")}"))}";
        yield return "";
        yield return "Shown";
        foreach (var entry in Trace.Entries.Where(e => e.IsShown).OrderBy(e => e.Kind))
        {
            yield return $"  {NameOf(entry)}{DetailOf(entry)}";
            foreach (var reason in entry.Reasons)
                yield return $"    {Reasons.Of(reason)}";
        }

        yield return "";
        yield return "Missing";
        foreach (var entry in Trace.Entries.Where(e => !e.IsShown).OrderBy(e => e.Kind))
        {
            yield return $"  {NameOf(entry)}";
            foreach (var reason in entry.Reasons)
                yield return $"    {Reasons.Of(reason)}";
        }

        yield return "";
        yield return "Not known here";
        foreach (var unknown in Unknown)
            yield return $"  {unknown}";
    }

    public void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("at", Time);
        json.WriteString("tenant", Who.Tenant.Value);
        json.WriteStartArray("roles");
        foreach (var role in Who.Roles)
            json.WriteStringValue(role);
        json.WriteEndArray();
        json.WriteStartObject("supposed");
        foreach (var (flag, isOn) in Trace.Switched)
            json.WriteBoolean(flag, isOn);
        json.WriteEndObject();
        json.WritePropertyName("view");
        View.WriteTo(json);
        json.WriteStartArray("missing");
        foreach (var entry in Trace.Entries.Where(e => e.Reasons.Count > 0).OrderBy(e => e.Kind))
            Write(json, entry);
        json.WriteEndArray();
        json.WriteStartArray("unknown");
        foreach (var unknown in Unknown)
            json.WriteStringValue(unknown);
        json.WriteEndArray();
    }

    private string Time => At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void Write(Utf8JsonWriter json, HubTraceEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("kind", AbsenceText.Words(entry.Kind, '_'));
        json.WriteString("id", entry.Id);
        json.WriteBoolean("isShown", entry.IsShown);
        json.WriteStartArray("reasons");
        foreach (var reason in entry.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("reason", AbsenceText.Words(reason.Reason, '_'));
            json.WriteString("name", reason.Name);
            if (reason.Capability != default)
                json.WriteString("capability", reason.Capability.Name);
            if (reason.Reason == HubAbsenceReason.Refused)
                json.WriteString("decision", reason.Decision.Reason.ToText());
            if (reason.Reason == HubAbsenceReason.FeatureOff)
                json.WriteString("flag", AbsenceText.Words(reason.Flag.Reason, '_'));
            if (reason.Reason == HubAbsenceReason.NotAssigned)
                json.WriteString("assignment", AbsenceText.Words(reason.Assignment, '_'));
            if (reason.Fault is { } fault)
                json.WriteString("fault", AbsenceText.Words(fault, '_'));
            json.WriteString("text", Reasons.Of(reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string NameOf(HubTraceEntry entry) => $"{AbsenceText.Words(entry.Kind, ' ')} {entry.Id}";

    private string DetailOf(HubTraceEntry entry) => entry.Kind switch
    {
        HubPartKind.SidebarItem when View.Navigation.First(i => i.Id == entry.Id) is var item => $"  {item.Label}, {item.Path}",
        HubPartKind.QuickAction when View.QuickActions.First(a => a.Id == entry.Id) is var action => $"  {action.Label}, {action.Action}",
        HubPartKind.Endpoint => $"  {View.Endpoints[entry.Id]}",
        HubPartKind.Experiment => $"  {View.Experiments[entry.Id]}",
        _ => "",
    };
}
