namespace Cks.Analyzers;

/// <summary>What one policy file says about capabilities.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Capabilities">What it declares, each once, by the alphabet.</param>
/// <param name="Permits">What its roles are permitted, as written: <c>orders:accept</c> or <c>orders:*</c>, each once, by the alphabet.</param>
/// <param name="Aliases">Its other names for capabilities.</param>
/// <param name="Fault">Where it stops being JSON; -1 when it is JSON.</param>
internal sealed record PolicyFile(string Path, EquatableArray<string> Capabilities, EquatableArray<string> Permits, EquatableArray<Alias> Aliases, int Fault)
{
    /// <summary>What the name of a policy file ends in.</summary>
    public const string Suffix = ".rbac.json";

    /// <summary>Whether a file is one by its name.</summary>
    public static bool Is(string path) => path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file. What is in the wrong place or not well formed is left out: the reader at run time says what is wrong with it.</summary>
    public static PolicyFile Read(string path, string text)
    {
        if (JsonText.Read(text, out var fault) is not { } root)
            return new(path, default, default, default, fault);
        var declared = root.MembersOf("resources").SelectMany(r => r.Value.ItemsOf("actions").Select(a => $"{r.Key}:{a.Text}")).Where(Capability.IsWellFormed);
        var permitted = root.MembersOf("roles").SelectMany(r => r.Value.ItemsOf("permit")).SelectMany(p => p.ItemsOf("actions")).Select(a => a.Text).OfType<string>();
        var aliases = root.MembersOf("aliases").Where(a => a.Value.Text is not null).Select(a => new Alias(a.Key, a.Value.Text!));
        return new(path, new(Sorted(declared)), new(Sorted(permitted)), new(aliases), fault);
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Distinct(StringComparer.Ordinal).OrderBy(t => t, StringComparer.Ordinal);
}
