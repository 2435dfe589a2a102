using System.Diagnostics.Metrics;

namespace Cks.Auth;

/// <summary>Counts what becomes of signing keys. Tags are bounded.</summary>
internal sealed class KeyMetrics
{
    private readonly Counter<long> _fetches;
    private readonly Counter<long> _ignored;

    public KeyMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(CksAuthDiagnostics.MeterName);
        _fetches = meter.CreateCounter<long>(CksAuthDiagnostics.KeyFetches, "{fetch}", "Fetches of signing keys, by outcome.");
        _ignored = meter.CreateCounter<long>(CksAuthDiagnostics.KeysIgnored, "{key}", "Published keys that are not used, by reason.");
    }

    public void Fetched(string outcome) => _fetches.Add(1, new KeyValuePair<string, object?>(CksAuthDiagnostics.OutcomeTag, outcome));

    public void Ignored(string reason) => _ignored.Add(1, new KeyValuePair<string, object?>(CksAuthDiagnostics.ReasonTag, reason));
}
