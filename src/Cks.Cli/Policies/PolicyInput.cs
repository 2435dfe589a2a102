using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>Reads a policy as the application would: from files, and from folders all of their policies.</summary>
internal static class PolicyInput
{
    /// <summary>The policy that the documents make, and what is wrong with them.</summary>
    /// <param name="paths">Files, or folders whose <c>*.rbac.json</c> are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">A file cannot be read, or a folder has no policy.</exception>
    public static async Task<LoadResult<Policy>> ReadAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var files = new List<PolicyFile>();
        foreach (var path in paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal))
            files.Add(new(path, await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)));
        return PolicyReader.Read(files);
    }

    /// <summary>The policy; a document that is refused ends the command with its findings.</summary>
    /// <exception cref="CksConfigurationException">The documents are refused.</exception>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<Policy> LoadAsync(IEnumerable<string> paths, CancellationToken cancellationToken) => (await ReadAsync(paths, cancellationToken).ConfigureAwait(false)).GetOrThrow();

    /// <summary>The file, or the policies of a folder.</summary>
    /// <exception cref="FileNotFoundException">The folder has no policy.</exception>
    public static string[] FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files = [.. FolderFiles.Find(path, f => FolderFiles.Matches(PolicyCheck.Files, f)).Select(f => Path.Combine(path, f).Replace('\\', '/'))];
        return files.Length > 0 ? files : throw new FileNotFoundException($"There is no {PolicyCheck.Files} in \"{path}\".");
    }

    /// <summary>The tests beside a policy: of several documents any one may have given them their name.</summary>
    public static string TestsBeside(string[] policies)
    {
        string[] places = [.. policies.Select(p => Path.ChangeExtension(p, ".tests.json"))];
        return Array.Find(places, File.Exists) ?? places[0];
    }
}
