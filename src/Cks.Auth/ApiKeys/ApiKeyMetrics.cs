using System.Diagnostics.Metrics;

namespace Cks.Auth;

/// <summary>Counts checks of API keys. Tags are bounded: never a key or an owner.</summary>
internal sealed class ApiKeyMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _checks = meters.Create(CksAuthDiagnostics.MeterName).CreateCounter<long>(CksAuthDiagnostics.ApiKeys, "{key}", "API keys that were checked, by outcome.");

    public void Accepted() => Add("valid");

    public void Unavailable() => Add("unavailable");

    public void Rejected(string reason) => _checks.Add(1, new(CksAuthDiagnostics.OutcomeTag, "rejected"), new KeyValuePair<string, object?>(CksAuthDiagnostics.ReasonTag, reason));

    private void Add(string outcome) => _checks.Add(1, new KeyValuePair<string, object?>(CksAuthDiagnostics.OutcomeTag, outcome));
}
