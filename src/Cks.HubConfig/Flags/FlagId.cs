using System.Collections.Immutable;

namespace Cks.HubConfig;

/// <summary>
/// The name of a feature or flag, known to the process by a number, so that a question is an index and no look-up: <c>static readonly FlagId Calendar = FlagId.Of("calendar")</c>.
/// Whether a hub has it is said by each answer. The default value is that of no flag.
/// </summary>
public readonly record struct FlagId
{
    private static readonly Lock Adding = new();
    private static ImmutableDictionary<string, FlagId> s_known = ImmutableDictionary.Create<string, FlagId>(StringComparer.Ordinal);

    private FlagId(string name, int index) => (Name, Index) = (name, index);

    /// <summary>The name; empty for the default value.</summary>
    public string Name { get => field ?? ""; }

    /// <summary>Its number, from 1; 0 is none.</summary>
    internal int Index { get; }

    internal static ICollection<FlagId> Known => [.. Volatile.Read(ref s_known).Values];

    /// <summary>The id of a name. It stays for the life of the process, so give it names that stand in the code, and none that somebody sends; documents add none.</summary>
    /// <param name="name">1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, starting with a letter.</param>
    /// <exception cref="ArgumentException">The name is not of that form.</exception>
    public static FlagId Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!HubName.IsWellFormed(name))
            throw new ArgumentException(HubName.Form, nameof(name));
        if (Volatile.Read(ref s_known).TryGetValue(name, out var known))
            return known;
        lock (Adding)
        {
            if (s_known.TryGetValue(name, out known))
                return known;
            var id = new FlagId(name, s_known.Count + 1);
            Volatile.Write(ref s_known, s_known.Add(name, id));
            return id;
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
