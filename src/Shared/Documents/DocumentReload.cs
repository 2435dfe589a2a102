using Microsoft.Extensions.Logging;

namespace Cks.Core;

/// <summary>Reading documents again, by whatever notices that they have changed; what becomes of it is logged.</summary>
internal sealed class DocumentReload<T>(SnapshotLoader<T> loader, TimeProvider clock, Func<ILogger> logger)
    where T : class
{
    // Well within the age at which a copy on disk ends.
    private static readonly TimeSpan Confirmed = TimeSpan.FromHours(1);

    private const int FindingsShown = 10;

    private bool _isBroken;

    public Snapshot<T> Current => loader.Store.Current;

    /// <summary>The copy on disk ends with age, and an unchanged source is still a good one. What was refused is not, nor is what somebody rolled back from.</summary>
    public bool IsUnconfirmed
    {
        get
        {
            var store = loader.Store;
            return store.Current.Provenance.Origin is SnapshotOrigin.Documents or SnapshotOrigin.Bus && clock.GetUtcNow() - store.SourceGoodAt >= Confirmed && !(store.LastRefusal?.At > store.SourceGoodAt);
        }
    }

    /// <summary>Reads again.</summary>
    /// <returns>Whether the documents were read, and taken or refused; else they are to be tried again.</returns>
    public bool Try()
    {
        var before = loader.Store.Current;
        try
        {
            var step = loader.Reload();
            if (!step.IsActivated)
                DocumentLog.Refused(logger(), before.Version, string.Join('\n', step.Diagnostics.Take(FindingsShown).Select(d => DiagnosticText.Printable(d.ToString()))));
            else if (!ReferenceEquals(step.Active, before))
                DocumentLog.Reloaded(logger(), step.Active.Version);
            _isBroken = false;
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
        if (!_isBroken)
            DocumentLog.NotRead(logger(), e.GetType().Name, loader.Store.Current.Version);
        _isBroken = true;
    }
}
