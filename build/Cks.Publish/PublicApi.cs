namespace Cks.Publish;

/// <summary>The public members that a package declares in its PublicAPI files.</summary>
internal static class PublicApi
{
    private const string Removed = "*REMOVED*";

    /// <summary>What a package declared at a commit; empty when it was not there.</summary>
    public static async Task<IReadOnlySet<string>> ReadAsync(string folder, string commit, string package, CancellationToken cancellationToken)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in new[] { "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt" })
            members.UnionWith(Members((await Shell.GitAsync(folder, ["show", $"{commit}:src/{package}/{file}"], cancellationToken)).Text));

        // A member that is to go in the next version is marked, and its line in the shipped file stays.
        foreach (var gone in members.Where(m => m.StartsWith(Removed, StringComparison.Ordinal)).ToArray())
            members.ExceptWith([gone, gone[Removed.Length..]]);
        return members;
    }

    /// <summary>The lines of a file that are members.</summary>
    public static IEnumerable<string> Members(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimStart('\uFEFF')).Where(l => l.Length > 0 && l[0] != '#');

    /// <summary>What went, then what came.</summary>
    public static IEnumerable<string> Diff(string package, IReadOnlySet<string> before, IReadOnlySet<string> now) =>
    [
        .. before.Except(now).Order(StringComparer.Ordinal).Select(m => $"- {package}: {m}"),
        .. now.Except(before).Order(StringComparer.Ordinal).Select(m => $"+ {package}: {m}"),
    ];
}
