namespace Cks.Architecture.Tests;

/// <summary>A file of source text.</summary>
/// <param name="Path">Path from the root of the repository, with forward slashes.</param>
/// <param name="Text">What it holds.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public static SourceFile Load(string path) =>
        new(System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path));

    /// <summary>The package of a file under <c>src</c>.</summary>
    public string Package => Path.Split('/')[1];

    /// <summary>Whether the file is compiled into several packages, and so belongs to none.</summary>
    public bool IsShared => Path.StartsWith("src/Shared/", StringComparison.Ordinal);

    public int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
