using System.Diagnostics.Metrics;

namespace Cks.Auth;

/// <summary>Counts outcomes. Tags are bounded: never an issuer, subject or anything else out of a token.</summary>
internal sealed class AuthMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _validations = meters.Create(CksAuthDiagnostics.MeterName)
        .CreateCounter<long>(CksAuthDiagnostics.Validations, "{token}", "Bearer tokens that were validated, by outcome.");

    public void Accepted() => _validations.Add(1, new KeyValuePair<string, object?>(CksAuthDiagnostics.OutcomeTag, "valid"));

    public void Rejected(string reason) =>
        _validations.Add(1, new(CksAuthDiagnostics.OutcomeTag, "rejected"), new KeyValuePair<string, object?>(CksAuthDiagnostics.ReasonTag, reason));

    public void Unavailable() => _validations.Add(1, new KeyValuePair<string, object?>(CksAuthDiagnostics.OutcomeTag, "unavailable"));
}
