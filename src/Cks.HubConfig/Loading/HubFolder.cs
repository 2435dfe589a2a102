using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A folder of hub documents, one file per role.</summary>
internal sealed class HubFolder
{
    private const string RolePlace = "{role}";
    private readonly string _pattern;
    private readonly string _prefix;
    private readonly string _suffix;

    public HubFolder(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var inFolder = Path.GetDirectoryName(pattern)?.Contains(RolePlace, StringComparison.Ordinal) == true;
        if (inFolder || Path.GetFileName(pattern).Split(RolePlace) is not [var prefix, var suffix])
        {
            var message = $"\"{pattern}\" does not name {RolePlace} once, in the name of the file.";
            throw new CksConfigurationException(CksCodes.InvalidSetting, "AddRoles", message, $"Write a path such as \"hubs/{RolePlace}.v1.json\".");
        }

        (_pattern, _prefix, _suffix) = (pattern, prefix, suffix);
    }

    /// <summary>The files, ordered by role. What cannot be read is reported and left out.</summary>
    public IReadOnlyList<HubFile> Read(string? root, DiagnosticBag diagnostics)
    {
        var files = new List<HubFile>();
        string[] roles;
        try
        {
            var folder = Path.GetFullPath(Path.GetDirectoryName(_pattern) ?? "", root ?? Directory.GetCurrentDirectory());
            roles = [.. Directory.EnumerateFiles(folder).Select(path => RoleOf(Path.GetFileName(path))).OfType<string>().Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(CksCodes.DocumentMissing, SourceLocation.Whole(_pattern), "The folder is not there or cannot be read.", "Check the path and the rights of the process.");
            return files;
        }

        if (roles.Length == 0)
            diagnostics.Add(CksCodes.DocumentMissing, SourceLocation.Whole(_pattern), "The folder has no hub document.", "Add one file for each role that has a hub.");
        foreach (var role in roles)
        {
            var file = _pattern.Replace(RolePlace, role, StringComparison.Ordinal);
            try
            {
                files.Add(new(role, file, DocumentFile.Read(file, root)));
            }
            catch (CksConfigurationException e)
            {
                foreach (var finding in e.Diagnostics)
                    diagnostics.Add(finding);
            }
        }

        return files;
    }

    private string? RoleOf(string name) =>
        name.Length > _prefix.Length + _suffix.Length && name.StartsWith(_prefix, StringComparison.Ordinal) && name.EndsWith(_suffix, StringComparison.Ordinal)
            ? name[_prefix.Length..^_suffix.Length]
            : null;
}

/// <summary>A hub document as it stands on disk.</summary>
internal sealed record HubFile(string Role, string Name, byte[] Utf8);
