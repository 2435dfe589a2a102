using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Core.Tests;

public sealed class SnapshotFileTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly string _folder = Directory.CreateTempSubdirectory("cks-snapshot-").FullName;
    private readonly FakeTimeProvider _clock = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    private string FilePath => Path.Combine(_folder, "kept", "policy.cks");

    private string MarkPath => FilePath + ".mark";

    [Fact]
    public void S26_what_was_saved_is_read_after_a_restart()
    {
        Open().Save(7, "content"u8.ToArray());
        var restarted = Open();
        Assert.True(restarted.IsStale);
        var read = restarted.Read();
        Assert.True(read.IsRead);
        Assert.Equal(("content", 7, _clock.GetUtcNow()), (Encoding.UTF8.GetString(read.Content.Span), read.Sequence, read.SavedAt));
        Assert.False(restarted.IsStale);
        Assert.Equal(7, restarted.HighestSequence(out var mark));
        Assert.Equal(SnapshotFileRefusal.None, mark);
    }

    [Fact]
    public void S26_nothing_is_missing_and_no_alarm()
    {
        Assert.Equal(SnapshotFileRefusal.Missing, Open().Read().Refusal);
        Assert.Equal(0, Open().HighestSequence(out var mark));
        Assert.Equal(SnapshotFileRefusal.Missing, mark);
    }

    [Fact]
    public void S26_every_flipped_bit_of_the_copy_is_found_out()
    {
        Open().Save(1, "some content"u8.ToArray());
        var good = File.ReadAllBytes(FilePath);
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            Overwrite(FilePath, Flipped(good, bit));
            Assert.Contains(Open().Read().Refusal, (SnapshotFileRefusal[])[SnapshotFileRefusal.Malformed, SnapshotFileRefusal.NotAuthentic]);
        }

        Overwrite(FilePath, good);
        Assert.True(Open().Read().IsRead);
    }

    [Fact]
    public void S26_every_flipped_bit_of_the_mark_is_found_out()
    {
        Open().Save(1, "some content"u8.ToArray());
        var good = File.ReadAllBytes(MarkPath);
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            Overwrite(MarkPath, Flipped(good, bit));
            Assert.Equal(SnapshotFileRefusal.NoHighWaterMark, Open().Read().Refusal);
            Open().HighestSequence(out var mark);
            Assert.Contains(mark, (SnapshotFileRefusal[])[SnapshotFileRefusal.Malformed, SnapshotFileRefusal.NotAuthentic]);
        }
    }

    [Fact]
    public void S26_any_cut_or_added_byte_is_found_out()
    {
        Open().Save(1, "some content"u8.ToArray());
        var good = File.ReadAllBytes(FilePath);
        for (var length = 0; length < good.Length; length++)
        {
            Overwrite(FilePath, good[..length]);
            Assert.Equal(SnapshotFileRefusal.Malformed, Open().Read().Refusal);
        }

        Overwrite(FilePath, [.. good, 0]);
        Assert.Equal(SnapshotFileRefusal.Malformed, Open().Read().Refusal);
    }

    [Fact]
    public void S26_bytes_of_anybody_are_a_reason_and_never_an_exception()
    {
        Open().Save(1, "some content"u8.ToArray());
        var good = File.ReadAllBytes(FilePath);
        // The second form has a sound header, so that more than the shape is judged.
        Gen.Select(Gen.Byte.Array[0, 120], Gen.Bool).Sample((bytes, withHeader) =>
        {
            var content = withHeader ? [.. good[..26], .. bytes] : bytes;
            Overwrite(FilePath, content);
            return content.AsSpan().SequenceEqual(good) || !Open().Read().IsRead;
        }, iter: 500, threads: 1);
    }

    [Theory]
    [InlineData("hubs")]
    [InlineData("police")]
    [InlineData("policyCKSS")]
    public void S26_a_copy_of_one_purpose_is_not_read_for_another(string other)
    {
        Open(purpose: "policy").Save(1, "a"u8.ToArray());
        Assert.Equal(SnapshotFileRefusal.NotAuthentic, Open(purpose: other).Read().Refusal);
    }

    [Fact]
    public void A_copy_of_the_format_before_revisions_is_read()
    {
        Open().Save(7, "content"u8.ToArray());
        foreach (var path in (string[])[FilePath, MarkPath])
        {
            // Version 1, without the eight bytes of the revision.
            var now = File.ReadAllBytes(path);
            byte[] before = [.. now[..4], 1, .. now[5..26], .. now[34..^32]];
            byte[] signed = [.. "Cks snapshot file"u8, 0, 0, 0, 6, .. "policy"u8, .. before];
            Overwrite(path, [.. before, .. HMACSHA256.HashData(Key, signed)]);
        }

        var read = Open().Read();
        Assert.Equal((SnapshotFileRefusal.None, "content", 7), (read.Refusal, Encoding.UTF8.GetString(read.Content.Span), read.Sequence));
        Assert.Equal(0, Open().HighestRevision());
    }

    [Fact]
    public void S26_a_mark_is_no_copy_and_a_copy_no_mark()
    {
        Open().Save(1, default);
        var (copy, mark) = (File.ReadAllBytes(FilePath), File.ReadAllBytes(MarkPath));
        Overwrite(FilePath, mark);
        Assert.Equal(SnapshotFileRefusal.NotAuthentic, Open().Read().Refusal);
        Overwrite(FilePath, copy);
        Overwrite(MarkPath, copy);
        Assert.Equal(SnapshotFileRefusal.NoHighWaterMark, Open().Read().Refusal);
    }

    [Fact]
    public void S26_an_older_copy_put_back_is_refused()
    {
        Open().Save(1, "old"u8.ToArray());
        var old = File.ReadAllBytes(FilePath);
        Open().Save(2, "new"u8.ToArray());
        Overwrite(FilePath, old);
        Assert.Equal(SnapshotFileRefusal.Replayed, Open().Read().Refusal);
    }

    [Fact]
    public void S26_without_its_mark_no_copy_is_read_and_deleting_the_mark_brings_no_older_one_back()
    {
        Open().Save(9, "old"u8.ToArray());
        var old = File.ReadAllBytes(FilePath);
        File.Delete(MarkPath);
        Assert.Equal(SnapshotFileRefusal.NoHighWaterMark, Open().Read().Refusal);
        Open().HighestSequence(out var mark);
        Assert.Equal(SnapshotFileRefusal.NoHighWaterMark, mark);

        File.Delete(FilePath);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Open().Save(1, "new"u8.ToArray());
        Overwrite(FilePath, old);
        // Its sequence is above the new mark; its time is not.
        Assert.Equal(SnapshotFileRefusal.Replayed, Open().Read().Refusal);
    }

    [Fact]
    public void S26_who_rolls_back_the_whole_folder_is_bounded_by_age()
    {
        Open().Save(1, "old"u8.ToArray());
        var (copy, mark) = (File.ReadAllBytes(FilePath), File.ReadAllBytes(MarkPath));
        _clock.Advance(TimeSpan.FromDays(2));
        Open().Save(2, "new"u8.ToArray());
        Overwrite(FilePath, copy);
        Overwrite(MarkPath, mark);
        // What the documentation says cannot be found out.
        Assert.True(Open().Read().IsRead);
        _clock.Advance(TimeSpan.FromDays(5) + TimeSpan.FromSeconds(1));
        Assert.Equal(SnapshotFileRefusal.Stale, Open().Read().Refusal);
    }

    [Fact]
    public void S26_a_copy_ends_with_age_and_a_running_host_says_so()
    {
        var file = Open();
        file.Save(1, "a"u8.ToArray());
        _clock.Advance(TimeSpan.FromDays(7));
        Assert.False(file.IsStale);
        Assert.True(Open().Read().IsRead);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(file.IsStale);
        Assert.Equal(SnapshotFileRefusal.Stale, Open().Read().Refusal);
        file.Save(1, "a"u8.ToArray());
        Assert.False(file.IsStale);
        Assert.True(Open().Read().IsRead);
    }

    [Fact]
    public void S26_a_clock_that_went_back_makes_no_copy_young()
    {
        Open().Save(1, "a"u8.ToArray());
        var later = _clock.GetUtcNow();
        Assert.Equal(SnapshotFileRefusal.FromTheFuture, Open(clock: new(later - TimeSpan.FromHours(1))).Read().Refusal);
        Assert.True(Open(clock: new(later - TimeSpan.FromMinutes(4))).Read().IsRead);

        // Saved with a clock that is a little behind: time does not go back, and the copy is good.
        Open(clock: new(later - TimeSpan.FromMinutes(4))).Save(2, "b"u8.ToArray());
        Assert.Equal(later, Open().Read().SavedAt);
        // Saved after a clock that was far ahead was set right.
        Open(clock: new(later - TimeSpan.FromDays(1))).Save(3, "c"u8.ToArray());
        Assert.Equal(3, Open(clock: new(later - TimeSpan.FromDays(1))).Read().Sequence);
    }

    [Fact]
    public void S26_two_keys_live_while_one_is_rotated()
    {
        var key = new Secret<byte[]>(Key, _clock);
        Open(key: key).Save(1, "a"u8.ToArray());
        key.Rotate([.. Key.Reverse()], TimeSpan.FromHours(1));
        Assert.True(Open(key: key).Read().IsRead);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(SnapshotFileRefusal.NotAuthentic, Open(key: key).Read().Refusal);
        Open(key: key).Save(2, "b"u8.ToArray());
        Assert.True(Open(key: key).Read().IsRead);
        Assert.Equal(SnapshotFileRefusal.NotAuthentic, Open().Read().Refusal);
    }

    [Fact]
    public void S26_a_torn_write_leaves_the_copy_before_and_the_next_one_goes_on()
    {
        Open().Save(1, "whole"u8.ToArray());
        File.WriteAllBytes(FilePath + ".tmp", File.ReadAllBytes(FilePath)[..20]);
        File.WriteAllBytes(MarkPath + ".tmp", [1, 2, 3]);
        Assert.Equal("whole", Encoding.UTF8.GetString(Open().Read().Content.Span));
        Open().Save(2, "next"u8.ToArray());
        Assert.Equal("next", Encoding.UTF8.GetString(Open().Read().Content.Span));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(FilePath)!, "*.tmp"));
    }

    [Fact]
    public void S26_a_crash_between_copy_and_mark_loses_neither()
    {
        Open().Save(1, "a"u8.ToArray());
        var mark = File.ReadAllBytes(MarkPath);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Open().Save(2, "b"u8.ToArray());
        Overwrite(MarkPath, mark);
        Assert.Equal(2, Open().Read().Sequence);
        Assert.Equal(2, Open().HighestSequence(out _));
    }

    [Fact]
    public void S26_only_the_owner_may_read_and_write_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the folder's access list holds.");
        Open().Save(1, "a"u8.ToArray());
        Assert.Equal(["600", "600", "700"], ((string[])[FilePath, MarkPath, Path.GetDirectoryName(FilePath)!]).Select(ModeOf));

        foreach (var open in (UnixFileMode[])[UnixFileMode.GroupWrite, UnixFileMode.OtherWrite])
        {
            SetMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);
            Assert.Equal(SnapshotFileRefusal.Permissions, Open().Read().Refusal);
        }

        SetMode(FilePath, UnixFileMode.UserRead);
        SetMode(MarkPath, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.Equal(SnapshotFileRefusal.NoHighWaterMark, Open().Read().Refusal);
    }

    [Fact]
    public void S26_a_copy_of_another_account_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The owner of a file is told on Linux.");
        Open().Save(1, "a"u8.ToArray());
        Assert.SkipUnless(ChangeOwner(FilePath, 1, 1) == 0, "Only root may give a file away.");
        Assert.Equal(SnapshotFileRefusal.Owner, Open().Read().Refusal);
    }

    [Fact]
    public void S26_a_link_folder_or_pipe_is_no_copy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a right there.");
        Open().Save(1, "a"u8.ToArray());
        var elsewhere = Path.Combine(_folder, "elsewhere");
        File.Move(FilePath, elsewhere);
        File.CreateSymbolicLink(FilePath, elsewhere);
        Assert.Equal(SnapshotFileRefusal.NotAFile, Open().Read().Refusal);
        // Saving puts a file in place of the link, and nothing at its end.
        var before = File.ReadAllBytes(elsewhere);
        Open().Save(2, "b"u8.ToArray());
        Assert.Equal(before, File.ReadAllBytes(elsewhere));
        Assert.Equal(2, Open().Read().Sequence);

        File.Delete(FilePath);
        File.CreateSymbolicLink(FilePath, Path.Combine(_folder, "nowhere"));
        Assert.Equal(SnapshotFileRefusal.NotAFile, Open().Read().Refusal);
        File.Delete(FilePath);
        Directory.CreateDirectory(FilePath);
        Assert.Equal(SnapshotFileRefusal.NotAFile, Open().Read().Refusal);
        Directory.Delete(FilePath);
        if (OperatingSystem.IsLinux() && MakePipe(FilePath, 0x180) == 0)
            Assert.Equal(SnapshotFileRefusal.NotAFile, Open().Read().Refusal);
    }

    [Fact]
    public void S26_a_link_in_place_of_the_temporary_file_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a right there.");
        Open().Save(1, "a"u8.ToArray());
        var victim = Path.Combine(_folder, "victim");
        File.WriteAllText(victim, "precious");
        File.CreateSymbolicLink(FilePath + ".tmp", victim);
        Open().Save(2, "b"u8.ToArray());
        Assert.Equal(("precious", 2), (File.ReadAllText(victim), Open().Read().Sequence));
    }

    [Fact]
    public void S26_size_is_limited_both_ways()
    {
        Open().Save(1, new byte[100]);
        var small = new SnapshotFileOptions { MaxBytes = 99 };
        Assert.Equal(SnapshotFileRefusal.TooLarge, Open(options: small).Read().Refusal);
        Assert.Throws<InvalidOperationException>(() => Open(options: small).Save(2, new byte[100]));
        Assert.True(Open(options: new() { MaxBytes = 100 }).Read().IsRead);
    }

    [Fact]
    public void S26_nothing_below_the_mark_is_saved()
    {
        Open().Save(5, "a"u8.ToArray());
        Assert.Throws<InvalidOperationException>(() => Open().Save(4, "b"u8.ToArray()));
        Assert.Equal(5, Open().Read().Sequence);
    }

    [Fact]
    public void A_broken_disk_is_an_exception()
    {
        File.WriteAllText(Path.Combine(_folder, "kept"), "a file where the folder should be");
        Assert.ThrowsAny<IOException>(() => Open().Save(1, "a"u8.ToArray()));
    }

    [Fact]
    public void S26_a_wrong_set_up_stops_the_host()
    {
        Assert.Throws<CksConfigurationException>(() => Open(key: new([.. Key[..31]])));
        Assert.Throws<CksConfigurationException>(() => Open(purpose: " "));
        Assert.Throws<CksConfigurationException>(() => Open(options: new() { MaxAge = TimeSpan.Zero }));
        Assert.Throws<CksConfigurationException>(() => Open(options: new() { MaxBytes = 0 }));
        Assert.Throws<CksConfigurationException>(() => new SnapshotFile("relative.cks", "policy", new(Key)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SnapshotFile Open(string purpose = "policy", Secret<byte[]>? key = null, SnapshotFileOptions? options = null, FakeTimeProvider? clock = null) =>
        new(FilePath, purpose, key ?? new(Key), options, clock ?? _clock);

    // In place, as somebody with the right to write would: owner and mode stay.
    private static void Overwrite(string path, byte[] bytes)
    {
        if (File.Exists(path))
        {
            using var file = new FileStream(path, FileMode.Truncate);
            file.Write(bytes);
            return;
        }

        File.WriteAllBytes(path, bytes);
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private static string ModeOf(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
