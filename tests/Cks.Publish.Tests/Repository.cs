namespace Cks.Publish.Tests;

/// <summary>The files of the repository that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = PublishTool.FindRoot();

    public static IReadOnlyList<string> Packages { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Where(d => Directory.GetFiles(d, "*.csproj").Any(Release.IsPublished)).Select(d => Path.GetFileName(d)!).Append("Cks.Templates").Order(StringComparer.Ordinal)];
}
