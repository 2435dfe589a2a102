using System.IO.Enumeration;

namespace Cks.Core;

/// <summary>The files of one folder whose names match a pattern, in ordinal order of their names.</summary>
internal sealed class DocumentFiles
{
    private readonly string _pattern;
    private readonly string _prefix;

    /// <param name="pattern">Path with <c>*</c> in the name of the file.</param>
    /// <param name="root">Folder that relative paths start from.</param>
    /// <exception cref="CksConfigurationException">CKS109: a folder is a pattern, or no name is one.</exception>
    public DocumentFiles(string pattern, string? root)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _pattern = Path.GetFileName(pattern);
        _prefix = pattern[..^_pattern.Length];
        if (!_pattern.Contains('*', StringComparison.Ordinal) || _prefix.Contains('*', StringComparison.Ordinal))
            throw new CksConfigurationException(CksCodes.InvalidSetting, pattern, "This is not the pattern of file names.", "Write a folder and names with *, such as \"policies/*.rbac.json\".");
        Folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(_prefix.Length == 0 ? "." : _prefix, root ?? Directory.GetCurrentDirectory()));
    }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The present files, all of them read.</summary>
    /// <exception cref="CksConfigurationException">CKS107: there is none, or one cannot be read.</exception>
    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Read()
    {
        string[] names;
        try
        {
            names = [.. Directory.EnumerateFiles(Folder).Select(p => Path.GetFileName(p)).Where(n => FileSystemName.MatchesSimpleExpression(_pattern, n, ignoreCase: false)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CksConfigurationException(CksCodes.DocumentMissing, Folder, "The folder is not there or cannot be read.", "Check the path and the rights of the process.");
        }

        return names.Length == 0
            ? throw new CksConfigurationException(CksCodes.DocumentMissing, Folder, $"No file of this folder is named \"{_pattern}\".", "Check the pattern.")
            : [.. names.Select(n => KeyValuePair.Create(_prefix + n, (ReadOnlyMemory<byte>)DocumentFile.Read(Path.Combine(Folder, n), null)))];
    }
}
