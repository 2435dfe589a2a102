using System.Diagnostics.Metrics;

namespace Cks.Auth;

/// <summary>Counts outcomes. Tags are bounded: never an issuer, subject or anything else out of a token.</summary>
internal sealed class AuthMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _validations = meters.Create(CksAuthDiagnostics.MeterName)
        .CreateCounter<long>(CksAuthDiagnostics.Validations, "{token}", "Bearer tokens that were validated, by outcome.");

    /// <summary>Source of an accepted token: its signature was verified.</summary>
    public const string Verified = "signature";

    /// <summary>Source of an accepted token: it was remembered.</summary>
    public const string FromMemory = "cache";

    public void Accepted(string source) =>
        _validations.Add(1, new(CksAuthDiagnostics.OutcomeTag, "valid"), new KeyValuePair<string, object?>(CksAuthDiagnostics.SourceTag, source));

    public void Rejected(string reason) =>
        _validations.Add(1, new(CksAuthDiagnostics.OutcomeTag, "rejected"), new KeyValuePair<string, object?>(CksAuthDiagnostics.ReasonTag, reason));

    public void Unavailable() => _validations.Add(1, new KeyValuePair<string, object?>(CksAuthDiagnostics.OutcomeTag, "unavailable"));
}
