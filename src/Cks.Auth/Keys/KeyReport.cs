using Cks.Core;
using Microsoft.Extensions.Logging;

namespace Cks.Auth;

/// <summary>What whoever watches over the application is told about the keys of one issuer; nothing twice while nothing changed. Called by one thread at a time.</summary>
internal sealed class KeyReport(string issuer, ILogger logger, SecurityEvents? events, KeyMetrics metrics)
{
    private string _ignored = "";
    private bool _isOld;
    private bool _isOver;
    private string _empty = "";

    /// <summary>Keys were fetched and are in use.</summary>
    public void Loaded(KeySet keys)
    {
        metrics.Fetched("loaded");
        (_isOld, _isOver, _empty) = (false, false, "");
        AuthLog.KeysLoaded(logger, issuer, keys.Ignored.Count);
    }

    /// <summary>There are keys that are not used.</summary>
    public void Ignored(KeySet keys)
    {
        var ignored = string.Join("; ", keys.Ignored);
        if (ignored == _ignored)
            return;
        _ignored = ignored;
        foreach (var key in keys.Ignored)
        {
            metrics.Ignored(key.Reason);
            AuthLog.KeyIgnored(logger, issuer, key);
        }

        Report(KeyFlaw.Secret, SecurityEventKinds.KeysPrivateMaterial);
        Report(KeyFlaw.Duplicate, SecurityEventKinds.KeysDuplicateId);

        void Report(KeyFlaw flaw, SecurityEventKind kind)
        {
            if (keys.Ignored.Any(key => key.Flaw == flaw))
                events?.Report(kind, $"{issuer}: key {string.Join(", ", keys.Ignored.Where(key => key.Flaw == flaw))}");
        }
    }

    /// <summary>A fetch failed.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="hasKeys">Whether earlier keys are still in use.</param>
    /// <param name="areOld">Whether earlier keys have come of age.</param>
    /// <param name="areOver">Whether earlier keys are past the hard limit.</param>
    public void Failed(string problem, bool hasKeys, bool areOld, bool areOver)
    {
        metrics.Fetched("failed");
        AuthLog.KeysUnavailable(logger, issuer, problem, hasKeys);
        Once(ref _isOld, hasKeys && areOld, SecurityEventKinds.KeysLastKnownGoodUsed, problem);
        Once(ref _isOver, areOver, SecurityEventKinds.KeysLastKnownGoodExpired, problem);
    }

    /// <summary>The provider publishes no key that could be used.</summary>
    public void Empty(bool areWithdrawn)
    {
        var detail = areWithdrawn ? "earlier keys are withdrawn" : "earlier keys stay in use for now";
        if (detail == _empty)
            return;
        _empty = detail;
        events?.Report(SecurityEventKinds.KeysEmpty, $"{issuer}: {detail}");
    }

    /// <summary>Something unexpected happened while fetching.</summary>
    public void Broken(Exception e) => AuthLog.KeysBroken(logger, issuer, e);

    /// <summary>Something happened to the copy on disk.</summary>
    public void Copy(SecurityEventKind kind, string detail) => events?.Report(kind, $"signing keys of {issuer}: {detail}");

    private void Once(ref bool told, bool holds, SecurityEventKind kind, string detail)
    {
        if (holds && !told)
        {
            told = true;
            events?.Report(kind, $"{issuer}: {detail}");
        }
    }
}
