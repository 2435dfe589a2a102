namespace Cks.Cli;

/// <summary>Finds hub documents: files, and in folders all that the doctor would read as one.</summary>
internal static class HubInput
{
    /// <summary>The documents, each once, in the order that is written.</summary>
    /// <exception cref="FileNotFoundException">A folder has no hub document.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths) => [.. paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal)];

    /// <summary>The tenant whose layer a file is: what stands in a folder <c>tenants</c>; <see langword="null"/> for the hub of a role.</summary>
    public static string? TenantOf(string file) => Path.GetFileName(Path.GetDirectoryName(file)) == "tenants" ? Path.GetFileNameWithoutExtension(file) : null;

    private static string[] FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files =
        [
            .. FolderFiles.Find(path, f => FolderFiles.Matches(HubCheck.Files, Path.GetFullPath(f, Path.GetFullPath(path)).Replace('\\', '/')), "bin", "obj", "node_modules")
                .Select(f => Path.Combine(path, f).Replace('\\', '/')),
        ];
        return files.Length > 0 ? files : throw new FileNotFoundException($"There is no {HubCheck.Files} in \"{path}\".");
    }
}
