using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A folder of documents, one file for each role or tenant. Files are listed, and their names taken apart; no path is ever made of a name that somebody else gives.</summary>
internal sealed class HubFolder : HubSource
{
    private readonly string _pattern;
    private readonly string _folder;
    private readonly NamePattern _names;

    public HubFolder(string pattern, string place = NamePattern.RolePlace)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _folder = Path.GetDirectoryName(pattern) ?? "";
        if (_folder.Contains(place, StringComparison.Ordinal) || Path.GetFileName(pattern).Split(place) is not [var prefix, var suffix])
        {
            var message = $"\"{pattern}\" does not name {place} once, in the name of the file.";
            throw new CksConfigurationException(CksCodes.InvalidSetting, place == NamePattern.RolePlace ? "AddRoles" : "AddTenants", message, $"Write a path such as \"hubs/{place}.json\".");
        }

        (_pattern, _names) = (pattern, new(prefix, suffix));
    }

    internal override bool IsNamed => true;

    internal override string FolderIn(string? root) => Path.GetFullPath(_folder, root ?? Directory.GetCurrentDirectory());

    internal override void Read(HubLayerKind kind, string? root, HubReading reading)
    {
        string[] names;
        try
        {
            names = [.. Directory.EnumerateFiles(FolderIn(root)).Select(path => _names.NameIn(Path.GetFileName(path))).OfType<string>().Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reading.Findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(_pattern), "The folder is not there or cannot be read.", "Check the path and the rights of the process.");
            return;
        }

        if (names.Length == 0 && kind == HubLayerKind.Role)
            reading.Findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(_pattern), "The folder has no hub document.", "Add one file for each role that has a hub.");
        foreach (var name in names)
            HubFileReader.Read(kind, name, _pattern[..^Path.GetFileName(_pattern).Length] + _names.With(name), root, reading);
    }
}
