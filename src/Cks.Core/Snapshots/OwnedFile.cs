using Microsoft.Win32.SafeHandles;

namespace Cks.Core;

/// <summary>
/// A small file that only the account of this process writes. On Unix it has mode 0600, and one that others may write to, or that belongs to somebody else (told on Linux), is not read. On Windows the
/// folder's access list holds, and the file is only told from a link.
/// </summary>
internal static class OwnedFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The bytes; <see langword="null"/> with the reason when the file is not one to read. A broken disk is an <see cref="IOException"/>.</summary>
    public static byte[]? Read(string path, long maxBytes, out SnapshotFileRefusal refusal)
    {
        refusal = KindOf(path);
        if (refusal != SnapshotFileRefusal.None)
            return null;
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            refusal = SnapshotFileRefusal.Missing;
            return null;
        }

        using (file)
        {
            // Of the open file, which nobody can exchange any more.
            refusal = AccessOf(file);
            var length = RandomAccess.GetLength(file);
            if (refusal == SnapshotFileRefusal.None && length > maxBytes)
                refusal = SnapshotFileRefusal.TooLarge;
            if (refusal != SnapshotFileRefusal.None)
                return null;
            var bytes = new byte[length];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is var n and > 0)
                read += n;
            // Cut while it was read: the length in it will not fit.
            return bytes[..read];
        }
    }

    /// <summary>Puts the bytes in place of the file: either all of them or the old ones are there, whenever power fails.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + ".tmp";
        // One is left when a process died between the two; CreateNew below follows no link that somebody puts there meanwhile.
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        UnixFile.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the folder of a file, for this account only, where there is none.</summary>
    public static void MakeFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static SnapshotFileRefusal KindOf(string path)
    {
        try
        {
            // Before opening: opening a pipe would wait for its writer.
            var attributes = File.GetAttributes(path);
            var isPlain = (attributes & (FileAttributes.ReparsePoint | FileAttributes.Directory | FileAttributes.Device)) == 0 && UnixFile.IsRegular(path) != false;
            return isPlain ? SnapshotFileRefusal.None : SnapshotFileRefusal.NotAFile;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return SnapshotFileRefusal.Missing;
        }
    }

    private static SnapshotFileRefusal AccessOf(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
            return SnapshotFileRefusal.None;
        if (UnixFile.IsOwn(file) == false)
            return SnapshotFileRefusal.Owner;
        return (File.GetUnixFileMode(file) & OthersWrite) != 0 ? SnapshotFileRefusal.Permissions : SnapshotFileRefusal.None;
    }
}
