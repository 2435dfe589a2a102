using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What of flags the layer of a tenant cannot lift: what they rest on, and that a name which nobody below declares is off.</summary>
internal static class FlagFloor
{
    /// <summary>Reports it (CKS425).</summary>
    /// <param name="below">The hub without the layers that may only narrow.</param>
    /// <param name="made">The hub with them.</param>
    /// <param name="findings">Receives what is lifted.</param>
    public static void Check(HubDefinition below, HubDefinition made, DiagnosticBag findings)
    {
        foreach (var name in made.Flags.Where(f => f.Value is { Kill: false, Enabled: true } && !below.Flags.ContainsKey(f.Key) && !below.Features.ContainsKey(f.Key)).Select(f => f.Key))
            findings.Add(
                CksCodes.LayerOverreach, made.LocateName("flags", name), $"A tenant cannot switch on the flag \"{name}\": what the layers below do not have is off.",
                "Declare it in the base or in the role's layer, with \"enabled\": false where it shall be off.");
        foreach (var (name, flag) in below.Flags)
            foreach (var needed in flag.Prerequisites.Except(made.Flags.TryGetValue(name, out var now) ? now.Prerequisites : [], StringComparer.Ordinal))
                findings.Add(
                    CksCodes.LayerOverreach, made.Locate("flags", name, "prerequisites"), $"A tenant cannot take \"{needed}\" from what the flag \"{name}\" rests on.",
                    "Name all prerequisites of the layers below, and those that come on top.");
    }
}
