using System.Security.Cryptography;

namespace Cks.Core;

/// <summary>
/// This host's own copy of the documents in use, for a start at which their source cannot be reached (S26). It carries a MAC, belongs to this account alone, ends with age, and is refused when a newer
/// one was written before. One process a file. Thread-safe.
/// </summary>
/// <remarks>
/// A second file beside it, <c>*.mark</c>, holds the highest sequence and the time of the last copy, under the same key. Who has no key can delete the copy or put an older one back, and is found out.
/// Who can roll back the whole folder, mark included, gets an older copy read, but none older than <see cref="SnapshotFileOptions.MaxAge"/>; who can also set the clock back gets any copy of a live key.
/// </remarks>
public sealed class SnapshotFile
{
    /// <summary>Shortest key, in bytes.</summary>
    public const int ShortestKey = HMACSHA256.HashSizeInBytes;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly string _path;
    private readonly string _purpose;
    private readonly Secret<byte[]> _key;
    private readonly TimeSpan _maxAge;
    private readonly int _maxBytes;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private DateTimeOffset? _savedAt;

    /// <summary>The copy at a path.</summary>
    /// <param name="path">Full path. The folder is made, for this account only, when the first copy is saved.</param>
    /// <param name="purpose">What is kept; a copy of one purpose is never read for another.</param>
    /// <param name="key">Key of the MAC, at least 32 random bytes from a secret store. After a rotation, copies of the version before are read while that is accepted.</param>
    /// <param name="options">Limits.</param>
    /// <param name="clock">Clock for age.</param>
    /// <exception cref="CksConfigurationException">CKS109: the path is relative, the purpose is empty, the key is short, or a limit is not positive.</exception>
    public SnapshotFile(string path, string purpose, Secret<byte[]> key, SnapshotFileOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(key);
        (_path, _purpose, _key, _clock) = (path, purpose, key, clock ?? TimeProvider.System);
        (_maxAge, _maxBytes) = (options ?? new()) is var limits ? (limits.MaxAge, limits.MaxBytes) : default;
        if (!Path.IsPathFullyQualified(path) || Path.EndsInDirectorySeparator(path))
            throw Mistake($"\"{path}\" is not the full path of a file.", "Start from the root, or from the content root of the host.");
        if (string.IsNullOrWhiteSpace(purpose))
            throw Mistake("The copy has no purpose.", "Name what is kept, such as \"policy\".");
        if (_maxAge <= TimeSpan.Zero || _maxBytes <= 0)
            throw Mistake("A limit of the copy is not positive.", "Leave MaxAge and MaxBytes as they are, or make them larger than zero.");
        LiveKeys();
    }

    /// <summary>When the copy was saved or read last by this process, as the copy says; <see langword="null"/> before that.</summary>
    public DateTimeOffset? SavedAt
    {
        get
        {
            lock (_gate)
                return _savedAt;
        }
    }

    /// <summary>Whether a restart would find nothing to start from: no copy was saved or read yet, or it is older than the limit. Readiness is red then.</summary>
    public bool IsStale => SavedAt is not { } at || _clock.GetUtcNow() - at > _maxAge;

    /// <summary>
    /// Writes the copy in place of the one before. Save the revision in use again when its source has confirmed it, or it ends with age while nothing is wrong with it.
    /// </summary>
    /// <param name="sequence">Sequence of the revision: not below one that was saved before.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="IOException">The disk is full or broken. The copy before is whole.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not write there.</exception>
    /// <exception cref="InvalidOperationException">The sequence is below the mark, or the content above the limit.</exception>
    public void Save(long sequence, ReadOnlyMemory<byte> content) => Save(sequence, content, revision: 0);

    /// <summary>The same, of a revision of a store; 0 for none.</summary>
    internal void Save(long sequence, ReadOnlyMemory<byte> content, long revision)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        if (content.Length > _maxBytes)
            throw new InvalidOperationException($"The content of \"{_purpose}\" has {content.Length} bytes; a copy of it holds {_maxBytes}.");
        lock (_gate)
        {
            var mark = ReadRecord(MarkPath, SealedKind.HighWaterMark, out _);
            if (mark is not null && sequence < mark.Sequence)
                throw new InvalidOperationException($"Revision {sequence} of \"{_purpose}\" is older than {mark.Sequence}, which was saved before.");
            var now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
            // Within the tolerance time does not go back either; beyond it the clock was wrong before, and the source has just been reached.
            var savedAt = mark is not null && mark.SavedAt > now && mark.SavedAt - now <= ClockTolerance ? mark.SavedAt : now;
            revision = Math.Max(revision, mark?.Revision ?? 0);
            var keys = LiveKeys();
            var key = keys[0];
            try
            {
                OwnedFile.MakeFolder(_path);
                var newMark = new SealedRecord(SealedKind.HighWaterMark, sequence, savedAt, default, revision).Seal(_purpose, key);
                // Content before mark: a copy above the mark is good, one below is not. Without any mark the mark comes first, because a copy without one is never read.
                if (mark is null)
                    OwnedFile.Write(MarkPath, newMark);
                OwnedFile.Write(_path, new SealedRecord(SealedKind.Content, sequence, savedAt, content, revision).Seal(_purpose, key));
                if (mark is not null)
                    OwnedFile.Write(MarkPath, newMark);
            }
            finally
            {
                Overwrite(keys);
            }

            _savedAt = savedAt;
        }
    }

    /// <summary>Reads the copy. What somebody could have done to it is a reason, never an exception.</summary>
    /// <exception cref="IOException">The disk is broken.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not read it.</exception>
    public SnapshotFileContent Read()
    {
        lock (_gate)
        {
            if (ReadRecord(_path, SealedKind.Content, out var refusal) is not { } copy)
                return SnapshotFileContent.Refused(refusal);
            if (ReadRecord(MarkPath, SealedKind.HighWaterMark, out _) is not { } mark)
                return SnapshotFileContent.Refused(SnapshotFileRefusal.NoHighWaterMark);
            // By time as well: after a mark was lost and made anew, older copies may have higher sequences.
            if (copy.Sequence < mark.Sequence || copy.SavedAt < mark.SavedAt)
                return SnapshotFileContent.Refused(SnapshotFileRefusal.Replayed);
            var age = _clock.GetUtcNow() - copy.SavedAt;
            if (age < -ClockTolerance)
                return SnapshotFileContent.Refused(SnapshotFileRefusal.FromTheFuture);
            if (age > _maxAge)
                return SnapshotFileContent.Refused(SnapshotFileRefusal.Stale);
            _savedAt = copy.SavedAt;
            return SnapshotFileContent.Read(copy);
        }
    }

    /// <summary>The highest sequence that this host has saved, by the mark and by the copy; 0 when neither can be trusted. A store begins after it.</summary>
    /// <param name="markRefusal">Why the mark is not counted; <see cref="SnapshotFileRefusal.Missing"/> on a new host, anything else is somebody's doing, or a key that has ended.</param>
    public long HighestSequence(out SnapshotFileRefusal markRefusal)
    {
        lock (_gate)
        {
            var mark = ReadRecord(MarkPath, SealedKind.HighWaterMark, out markRefusal);
            var copy = ReadRecord(_path, SealedKind.Content, out var copyRefusal);
            if (markRefusal == SnapshotFileRefusal.Missing && copyRefusal != SnapshotFileRefusal.Missing)
                markRefusal = SnapshotFileRefusal.NoHighWaterMark;
            return Math.Max(mark?.Sequence ?? 0, copy?.Sequence ?? 0);
        }
    }

    /// <summary>The highest revision of a store that this host has saved; 0 where there is none, or nothing that can be trusted.</summary>
    internal long HighestRevision()
    {
        lock (_gate)
            return Math.Max(ReadRecord(MarkPath, SealedKind.HighWaterMark, out _)?.Revision ?? 0, ReadRecord(_path, SealedKind.Content, out _)?.Revision ?? 0);
    }

    private string MarkPath => _path + ".mark";

    private SealedRecord? ReadRecord(string path, SealedKind kind, out SnapshotFileRefusal refusal)
    {
        if (OwnedFile.Read(path, (long)_maxBytes + SealedRecord.Overhead, out refusal) is not { } bytes)
            return null;
        var keys = LiveKeys();
        var record = SealedRecord.Open(bytes, kind, _purpose, keys, out refusal);
        Overwrite(keys);
        return record;
    }

    private static void Overwrite(IEnumerable<byte[]> keys)
    {
        foreach (var key in keys)
            CryptographicOperations.ZeroMemory(key);
    }

    private IReadOnlyList<byte[]> LiveKeys()
    {
        var keys = _key.RevealAccepted();
        return keys.All(k => k.Length >= ShortestKey) ? keys : throw Mistake("The key of the copy is too short.", "Use 32 random bytes or more, from a secret store.");
    }

    private CksConfigurationException Mistake(string message, string fix) => new(CksCodes.InvalidSetting, $"{nameof(SnapshotFile)} {_purpose}", message, fix);
}
