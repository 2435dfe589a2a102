using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cks.Core;

/// <summary>What .NET does not tell of files on Unix. Kind and owner are told on Linux only (<c>statx</c>, whose layout is one for all architectures); elsewhere the answer is "not known".</summary>
internal static class UnixFile
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int FileType = 0xF000;
    private const int RegularFile = 0x8000;
    private const int ReadOnly = 0;

    /// <summary>Whether a path is a plain file itself, not a link to one; <see langword="null"/> when that cannot be told.</summary>
    public static bool? IsRegular(string path)
    {
        Span<byte> status = stackalloc byte[256];
        return TryStatus(CurrentFolder, path, NoFollow, status) ? (Native<ushort>(status[ModeOffset..]) & FileType) == RegularFile : null;
    }

    /// <summary>Whether an open file belongs to the account of this process; <see langword="null"/> when that cannot be told.</summary>
    public static bool? IsOwn(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[256];
        return TryStatus((int)file.DangerousGetHandle(), "", EmptyPath, status) ? Native<uint>(status[OwnerOffset..]) == EffectiveUser() : null;
    }

    /// <summary>Makes a rename in a folder durable, where a folder can be flushed.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            var handle = Open(Text(folder), ReadOnly);
            if (handle < 0)
                return;
            // A file system that cannot flush a folder says so with an error; what it can do is done.
            _ = Flush(handle);
            _ = Close(handle);
        }
        catch (TypeLoadException)
        {
            // No C library under this name: the rename is as durable as the file system makes it.
        }
    }

    private static bool TryStatus(int folder, string path, int flags, Span<byte> status)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return Status(folder, Text(path), flags, TypeModeAndOwner, ref MemoryMarshal.GetReference(status)) == 0;
        }
        catch (TypeLoadException)
        {
            // A C library that is older than the call, or has another name.
            return false;
        }
    }

    private static T Native<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Read<T>(bytes);

    private static byte[] Text(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, byte[] path, int flags, uint mask, ref byte status);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
