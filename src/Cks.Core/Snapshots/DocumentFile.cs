namespace Cks.Core;

/// <summary>Reads a document from disk.</summary>
public static class DocumentFile
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="path">Absolute, or relative to <paramref name="root"/>.</param>
    /// <param name="root">Folder that relative paths start from.</param>
    /// <exception cref="CksConfigurationException">CKS107: the file is not there or cannot be read; the message names the full path that was looked at.</exception>
    public static byte[] Read(string path, string? root)
    {
        var full = Path.GetFullPath(path, root ?? Directory.GetCurrentDirectory());
        try
        {
            return File.ReadAllBytes(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CksConfigurationException(CksCodes.DocumentMissing, full, e is FileNotFoundException or DirectoryNotFoundException ? "The file is not there." : "The file cannot be read.", "Check the path and the rights of the process.");
        }
    }
}
