using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The hub of layers of which some may only narrow: what the layers below hold of flags is held, by whatever road it was lifted. Nothing of it is refused, so that no change below costs a tenant its layer.</summary>
internal static class LimitedFloor
{
    /// <summary>Reads the hub. What a flag rests on below it rests on (CKS426), and one that rests on what is not there is off (CKS423).</summary>
    /// <param name="root">What all layers make.</param>
    /// <param name="below">The hub without the layers that may only narrow.</param>
    /// <param name="findings">Receives what is wrong, and what is held.</param>
    public static HubDefinition Read(SourceNode root, HubDefinition below, DiagnosticBag findings)
    {
        var made = HubDefinitionReader.Read(root, findings, withPrerequisites: false);
        var flags = made.Flags.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        foreach (var (name, flag) in below.Flags)
        {
            var now = flags.GetValueOrDefault(name);
            string[] lifted = [.. flag.Prerequisites.Except(now?.Prerequisites ?? [], StringComparer.Ordinal)];
            // Of a flag that is gone and no feature nothing is left that could be on.
            if (lifted.Length == 0 || (now is null && !made.Features.ContainsKey(name)))
                continue;
            foreach (var needed in lifted)
                findings.Add(CksCodes.LayerOverruled, made.Locate("flags", name, "prerequisites"), $"The flag \"{name}\" rests on \"{needed}\" in the layers below, and does so here.", "Take it out there, or name it here as well.");
            flags[name] = (now ?? new()) with { Prerequisites = [.. now?.Prerequisites ?? [], .. lifted] };
        }

        foreach (var (name, flag) in flags.ToArray())
            if (Array.FindAll([.. flag.Prerequisites], p => !made.Features.ContainsKey(p) && !flags.ContainsKey(p)) is { Length: > 0 } missing)
            {
                findings.Add(CksCodes.LayerMissesTarget, made.Locate("flags", name, "prerequisites"), $"The flag \"{name}\" rests on \"{missing[0]}\", which is no feature or flag, and is off.", "Take it out, or name one that is there.");
                flags[name] = flag with { Enabled = false, Prerequisites = [.. flag.Prerequisites.Except(missing, StringComparer.Ordinal)] };
            }

        var hub = made with { Flags = flags };
        FlagReader.CheckPrerequisites(hub, findings);
        return hub;
    }
}
