using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>Says in words why a part of a hub is missing: with the rule, the layer and the line that say so.</summary>
/// <param name="trace">What the composer told.</param>
/// <param name="catalog">The hubs of all roles.</param>
/// <param name="subject">Who asked.</param>
/// <param name="explainer">Explains what the policy answered.</param>
internal sealed class AbsenceText(HubTrace trace, HubCatalog catalog, Subject subject, IPolicyExplainer explainer)
{
    public string Of(HubAbsence absence) => absence.Reason switch
    {
        HubAbsenceReason.Refused => Refused(absence),
        HubAbsenceReason.Withheld => $"{Asked(absence)} is withheld: {Withheld([trace.Hub!], absence.Capability, absence.Name)}.",
        HubAbsenceReason.Undeclared => $"The policy declares no \"{absence.Name}\".",
        HubAbsenceReason.NotProvided => $"The application provides no \"{absence.Name}\".",
        HubAbsenceReason.FeatureOff => FeatureOff(absence),
        HubAbsenceReason.Around => $"It stands in \"{absence.Name}\", which is missing or is the fallback.",
        HubAbsenceReason.Empty => "Nothing that stands in it is shown.",
        HubAbsenceReason.NoEndpoint => $"The endpoint \"{absence.Name}\" is missing.",
        HubAbsenceReason.NotAssigned => $"Takes no part: {Words(absence.Assignment, ' ')}.",
        _ => $"The fallback stands in its place: {Words(absence.Fault!.Value, ' ')}.",
    };

    /// <summary>A name of code as words: <c>not yet</c>.</summary>
    public static string Words<T>(T name, char between)
        where T : struct, Enum => string.Concat(name.ToString().Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? between : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    private string Refused(HubAbsence absence)
    {
        var verdict = explainer.Explain(subject, absence.Capability).ToText().Split('\n')[0];
        var asked = absence.Name == absence.Capability.Name ? "" : $"\"{absence.Name}\" asks for {absence.Capability.Name}. ";
        if (absence.Decision.Reason != DecisionReason.Ceiling)
            return asked + verdict;
        var hubs = subject.Roles.Select(r => catalog.Find(catalog.Documents, r, subject.Tenant.Value)).OfType<HubSnapshot>();
        return $"{asked}{verdict} It is {Withheld(hubs, absence.Capability, absence.Capability.Name)}.";
    }

    private static string Asked(HubAbsence absence) =>
        absence.Capability == default || absence.Name == absence.Capability.Name ? $"\"{absence.Name}\"" : $"\"{absence.Name}\" asks for {absence.Capability.Name}, which";

    private string FeatureOff(HubAbsence absence)
    {
        var (flag, isSupposed) = (absence.Flag, trace.Switched.TryGetValue(absence.Name, out var isOn) && !isOn);
        return $"\"{absence.Name}\" is off: {Words(flag.Reason, ' ')}{(flag.Rule is { } rule ? $", by rule {rule}" : "")}{(flag.Prerequisite is { } needed ? $", \"{needed}\"" : "")}{(isSupposed ? ", as supposed" : "")}.";
    }

    // The hubs of all roles take away, each by its own layers.
    private static string Withheld(IEnumerable<HubSnapshot> hubs, CapabilityId capability, string name)
    {
        string[] places = [.. hubs.SelectMany(h => h.TakenAway.Where(p => p == name || (capability != default && h.CapabilityOf(p) == capability)).Select(p => PlaceOf(h, p)))];
        return places.Length > 0 ? $"false in {string.Join(" and in ", places)}" : "denied because a layer of the tenant cannot be used";
    }

    private static string PlaceOf(HubSnapshot hub, string permission) => hub.Explain(HubPointer.OfProperty("/permissions", permission)) is { Winner: var winner }
        ? $"{winner.Layer} at {winner.Location}" : $"the hub of {hub.Role}";
}
