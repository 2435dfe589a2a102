using Cks.Core;

namespace Cks.Auth;

/// <summary>The copy of one issuer's keys on disk. What goes wrong with it is an event and nothing else: keys that were fetched are good without it. Used by one thread at a time.</summary>
internal sealed class KeyCopy(SnapshotFile file, IReadOnlyCollection<string> algorithms, KeyReport report)
{
    private long? _sequence;

    /// <summary>Saves keys that were fetched now. The same keys are saved again, because the age of the copy is the time since the provider was heard.</summary>
    public void Save(KeySet keys)
    {
        try
        {
            var next = (_sequence ?? Highest()) + 1;
            file.Save(next, keys.Json);
            _sequence = next;
        }
        catch (Exception e)
        {
            report.Copy(SecurityEventKinds.LastKnownGoodNotSaved, e.GetType().Name);
        }
    }

    /// <summary>The copy and the time when the provider was heard, if it may be used.</summary>
    public (KeySet Keys, DateTimeOffset At)? Read()
    {
        try
        {
            var copy = file.Read();
            if (copy.IsRead && KeySet.TryRead(copy.Content, algorithms, out var keys, out _))
            {
                report.Copy(SecurityEventKinds.LastKnownGoodUsed, $"copy of {copy.SavedAt:u}");
                return (keys, copy.SavedAt);
            }

            if (copy.Refusal != SnapshotFileRefusal.Missing)
                report.Copy(SecurityEventKinds.LastKnownGoodRefused, copy.Refusal.ToString());
        }
        catch (Exception e)
        {
            report.Copy(SecurityEventKinds.LastKnownGoodRefused, e.GetType().Name);
        }

        return null;
    }

    private long Highest()
    {
        var highest = file.HighestSequence(out var refusal);
        if (refusal is not (SnapshotFileRefusal.None or SnapshotFileRefusal.Missing))
            report.Copy(SecurityEventKinds.LastKnownGoodRefused, $"high-water mark, {refusal}");
        return highest;
    }
}
