namespace Cks.HubConfig;

/// <summary>What belongs to which plugin, by its name.</summary>
internal static class PluginName
{
    private const string Root = "/plugins/";
    private const int Longest = 32;

    public static bool IsWellFormed(string id) => id.Length is > 0 and <= Longest && char.IsAsciiLetterLower(id[0]) && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Whether a name is one of a plugin's own: its id, a dot, and something.</summary>
    public static bool Owns(string id, string name) => name.Length > id.Length + 1 && name[id.Length] == '.' && name.StartsWith(id, StringComparison.Ordinal) && HubName.IsWellFormed(name);

    public static string PathOf(string id, string name) => $"{Root}{id}/{name}";

    /// <summary>Whether a path is of those that plugins provide.</summary>
    public static bool IsPath(string path) => path.StartsWith(Root, StringComparison.Ordinal);

    /// <summary>The plugin whose own a path is; <see langword="null"/> where it is nobody's.</summary>
    public static string? OwnerOfPath(string path) => IsPath(path) && path.IndexOf('/', Root.Length) is > 0 and var end && end < path.Length - 1 ? path[Root.Length..end] : null;

    /// <summary>Whether no path that a pattern admits is another plugin's.</summary>
    public static bool IsOpenTo(string id, string pattern) => !pattern.StartsWith("/*", StringComparison.Ordinal) && (!IsPath(pattern) || OwnerOfPath(pattern) == id);

    /// <summary>The plugin whose own a name would be.</summary>
    public static string? OwnerOf(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and var end ? name[..end] : null;
}
