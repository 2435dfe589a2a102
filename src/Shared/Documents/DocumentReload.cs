using Microsoft.Extensions.Logging;

namespace Cks.Core;

/// <summary>Reading documents again, by whatever notices that they have changed; what becomes of it is logged.</summary>
internal sealed class DocumentReload<T>(SnapshotLoader<T> loader, TimeProvider clock, Func<ILogger> logger)
    where T : class
{
    // Well within the age at which a copy on disk ends.
    private static readonly TimeSpan Confirmed = TimeSpan.FromHours(1);

    private const int FindingsShown = 10;

    private DateTimeOffset _tried;

    public Snapshot<T> Current => loader.Store.Current;

    /// <summary>Whether the source could not be read when it was last tried.</summary>
    public bool IsBroken { get; private set => Volatile.Write(ref field, value); }

    /// <summary>Whether the documents may be judged anew because what they were held against has changed: what somebody rolled back from stays away.</summary>
    public bool MayJudgeAgain => Current.Provenance.Origin != SnapshotOrigin.Rollback || IsRefused;

    /// <summary>The copy on disk ends with age, and an unchanged source is still a good one. What was refused is not, nor is what somebody rolled back from.</summary>
    public bool IsUnconfirmed
    {
        get
        {
            var (store, now) = (loader.Store, clock.GetUtcNow());
            return store.Current.Provenance.Origin is SnapshotOrigin.Documents or SnapshotOrigin.Bus && now - store.SourceGoodAt >= Confirmed && now - _tried >= Confirmed && !IsRefused;
        }
    }

    private bool IsRefused => loader.Store.SourceRefusal is not null;

    /// <summary>Reads again.</summary>
    /// <returns>Whether the documents were read, and taken or refused; else they are to be tried again.</returns>
    public bool Try()
    {
        var before = loader.Store.Current;
        _tried = clock.GetUtcNow();
        try
        {
            var step = loader.Reload();
            if (!step.IsActivated)
                DocumentLog.Refused(logger(), before.Version, string.Join('\n', step.Diagnostics.Take(FindingsShown).Select(d => DiagnosticText.Printable(d.ToString()))));
            else if (!ReferenceEquals(step.Active, before))
                DocumentLog.Reloaded(logger(), step.Active.Version);
            IsBroken = false;
            return true;
        }
        catch (Exception e)
        {
            // Of a source that breaks in a way of its own, or an analyzer of the application: neither ends the watch.
            Broken(e);
            return false;
        }
    }

    /// <summary>Says once that the source cannot be read, until it can be.</summary>
    public void Broken(Exception e)
    {
        if (!IsBroken)
            DocumentLog.NotRead(logger(), e.GetType().Name, loader.Store.Current.Version);
        IsBroken = true;
    }
}
