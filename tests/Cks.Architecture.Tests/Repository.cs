namespace Cks.Architecture.Tests;

/// <summary>The files of the repository that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Package> Packages { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Package.Load)];

    public static IReadOnlyList<SourceFile> Sources(params ReadOnlySpan<string> folders)
    {
        var files = new List<SourceFile>();
        foreach (var folder in folders)
        {
            if (Directory.Exists(Path.Combine(Root, folder)))
                files.AddRange(Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Select(SourceFile.Load));
        }

        return [.. files.Where(f => !f.Path.Split('/').Any(part => part is "obj" or "bin" or "artifacts")).OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CksCore.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("CksCore.sln is in no folder above the test.");
    }
}
