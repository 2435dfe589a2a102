using System.Buffers;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A folder of documents, one file for each role or tenant. Files are listed, and their names taken apart; no path is ever made of a name that somebody else gives.</summary>
internal sealed class HubFolder
{
    /// <summary>What stands for the name in a pattern.</summary>
    public const string RolePlace = "{role}", TenantPlace = "{tenant}";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private readonly string _pattern;
    private readonly string _place;
    private readonly string _prefix;
    private readonly string _suffix;

    public HubFolder(string pattern, string place = RolePlace)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var inFolder = Path.GetDirectoryName(pattern)?.Contains(place, StringComparison.Ordinal) == true;
        if (inFolder || Path.GetFileName(pattern).Split(place) is not [var prefix, var suffix])
        {
            var message = $"\"{pattern}\" does not name {place} once, in the name of the file.";
            throw new CksConfigurationException(CksCodes.InvalidSetting, place == RolePlace ? "AddRoles" : "AddTenants", message, $"Write a path such as \"hubs/{place}.json\".");
        }

        (_pattern, _place, _prefix, _suffix) = (pattern, place, prefix, suffix);
    }

    private HubLayerKind Kind => _place == RolePlace ? HubLayerKind.Role : HubLayerKind.Tenant;

    /// <summary>Whether the text can name a role or tenant here: 1 to 64 of a-z, 0-9 and -.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 64 && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The path that the pattern gives for a name, for findings.</summary>
    public string PathOf(string name) => _pattern.Replace(_place, name, StringComparison.Ordinal);

    /// <summary>The files, ordered by name. What cannot be read is reported and left out.</summary>
    /// <param name="root">Folder that relative paths start from.</param>
    /// <param name="diagnostics">Receives CKS107 for the folder, and CKS203 for a file whose name names nobody.</param>
    /// <param name="unreadable">Hears of each file that cannot be read.</param>
    public IReadOnlyList<HubFile> Read(string? root, DiagnosticBag diagnostics, Action<string, IReadOnlyList<Diagnostic>> unreadable)
    {
        var files = new List<HubFile>();
        string[] names;
        try
        {
            var folder = Path.GetFullPath(Path.GetDirectoryName(_pattern) ?? "", root ?? Directory.GetCurrentDirectory());
            names = [.. Directory.EnumerateFiles(folder).Select(path => NameOf(Path.GetFileName(path))).OfType<string>().Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(CksCodes.DocumentMissing, SourceLocation.Whole(_pattern), "The folder is not there or cannot be read.", "Check the path and the rights of the process.");
            return files;
        }

        if (names.Length == 0 && Kind == HubLayerKind.Role)
            diagnostics.Add(CksCodes.DocumentMissing, SourceLocation.Whole(_pattern), "The folder has no hub document.", "Add one file for each role that has a hub.");
        foreach (var name in names)
        {
            var file = PathOf(name);
            if (!IsName(name))
            {
                diagnostics.Add(CksCodes.InvalidName, SourceLocation.Whole(file), $"\"{name}\" cannot stand for {_place}.", "Use 1 to 64 of a-z, 0-9 and -.");
                continue;
            }

            try
            {
                files.Add(new(name, file, DocumentFile.Read(file, root)) { Kind = Kind });
            }
            catch (CksConfigurationException e)
            {
                unreadable(name, e.Diagnostics);
            }
        }

        return files;
    }

    private string? NameOf(string file) =>
        file.Length > _prefix.Length + _suffix.Length && file.StartsWith(_prefix, StringComparison.Ordinal) && file.EndsWith(_suffix, StringComparison.Ordinal)
            ? file[_prefix.Length..^_suffix.Length]
            : null;
}
