using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads a file up to what a document may have, and one byte more, by which it is found to be too large: whoever writes to the folder does not decide how much memory that takes.</summary>
internal static class HubFileReader
{
    /// <summary>Bytes that a hub document may have.</summary>
    public const int MostBytes = HubDefinitionReader.MaxBytes;

    public static void Read(HubLayerKind kind, string name, string path, string? root, HubReading reading)
    {
        var full = Path.GetFullPath(path, root ?? Directory.GetCurrentDirectory());
        try
        {
            // Opening what is no file, such as a pipe, may wait for ever.
            if (UnixFile.IsRegular(File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full) == false)
                throw new IOException();
            using var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            var buffer = new byte[(int)Math.Min(file.Length, MostBytes) + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            // It grew while it was read; what was there is half a document at most, and the next look reads it again.
            reading.Add(kind, name, path, buffer.AsMemory(0, length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var message = e is FileNotFoundException or DirectoryNotFoundException ? "The file is not there." : "The file cannot be read.";
            reading.Unreadable(kind, name, [new(CksCodes.DocumentMissing, SourceLocation.Whole(full), message, "Check the path and the rights of the process.")]);
        }
    }
}
