namespace Cks.HubConfig;

/// <summary>
/// Where a unit stands among a million parts of an experiment or of a group of experiments: the same on every instance, in every version and after every restart, and independent of where it stands for a flag of the same name.
/// <para>
/// <c>xxh3-64</c>: XXH3 with 64 bits and seed 0 over one byte 0x1E for an experiment or 0x1D for a group, the UTF-8 of the experiment's seed or of the group's name, one byte 0x1F, and the UTF-8 of the unit;
/// times 1,000,000, divided by 2^64, rounded down.
/// </para>
/// </summary>
public static class ExperimentHash
{
    // No name begins with one of them: no text is that of a flag, and none of a group that of an experiment.
    private const byte OfExperiment = 0x1E, OfGroup = 0x1D;

    /// <summary>The part of a unit in an experiment, 0 to 999,999. It is in the variant whose range holds it.</summary>
    /// <param name="seed">Seed of the experiment: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, starting with a letter.</param>
    /// <param name="unit">The unit, such as the identifier of a subject.</param>
    /// <exception cref="ArgumentException">The seed is not of that form, or the unit is empty.</exception>
    public static int PartOf(string seed, string unit) => PartOf(OfExperiment, seed, unit);

    /// <summary>The part of a unit in a group, 0 to 999,999.</summary>
    /// <param name="group">The group, of the same form.</param>
    /// <param name="unit">The unit.</param>
    /// <exception cref="ArgumentException">The name is not of that form, or the unit is empty.</exception>
    public static int PartOfGroup(string group, string unit) => PartOf(OfGroup, group, unit);

    internal static byte[] Begin(string seed) => [OfExperiment, .. FlagHash.Begin(seed)];

    internal static byte[] BeginGroup(string group) => [OfGroup, .. FlagHash.Begin(group)];

    private static int PartOf(byte kind, string name, string unit)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(unit);
        if (!HubName.IsWellFormed(name))
            throw new ArgumentException(HubName.Form, nameof(name));
        return FlagHash.PartOf([kind, .. FlagHash.Begin(name)], unit);
    }
}
