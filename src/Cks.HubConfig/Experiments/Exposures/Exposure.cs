using System.Security.Cryptography;
using System.Text;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// Somebody was handed a view in a variant of an experiment, the control as well. Told once for each revision of the documents, experiment, variant and unit, as far as this host remembers: count distinct units.
/// It does not hold who it was: see <see cref="Unit"/>.
/// </summary>
public readonly record struct Exposure
{
    /// <summary>The experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The variant.</summary>
    public required string Variant { get; init; }

    /// <summary>
    /// 32 hexadecimal digits that stand for the unit in this experiment, and are others in every other one. It is a pseudonym: without <see cref="ExposureOptions.Key"/> whoever has the identifiers can work it out, with it nobody without the key.
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>What the unit is.</summary>
    public required FlagUnit Kind { get; init; }

    /// <summary>The role whose hub it was.</summary>
    public required string Role { get; init; }

    /// <summary>The tenant; empty for none.</summary>
    public required string Tenant { get; init; }

    /// <summary>Whether it was somebody of the test class, who is not counted.</summary>
    public required bool IsTest { get; init; }

    /// <summary>Revision of the hub documents.</summary>
    public required SnapshotVersion Version { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What <see cref="Unit"/> is for a unit, to count outcomes by: the first 16 bytes of HMAC-SHA256 over the UTF-8 of the experiment's name, one byte 0x1F, and the UTF-8 of the unit.</summary>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="unit">The unit, such as the identifier of a subject.</param>
    /// <param name="key"><see cref="ExposureOptions.Key"/>; empty for none.</param>
    public static string UnitOf(string experiment, string unit, ReadOnlySpan<byte> key = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentException.ThrowIfNullOrEmpty(unit);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{experiment}\u001f{unit}")).AsSpan(0, 16));
    }
}
