namespace Cks.Cli.Tests;

/// <summary>The checkout that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CksCore.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("CksCore.sln is in no folder above the test.");
        return folder.FullName;
    }
}
