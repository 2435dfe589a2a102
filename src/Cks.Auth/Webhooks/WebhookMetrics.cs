using System.Diagnostics.Metrics;

namespace Cks.Auth;

/// <summary>Counts webhooks. Tags are bounded: types of events are a provider's to choose and stay out.</summary>
internal sealed class WebhookMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _webhooks = meters.Create(CksAuthDiagnostics.MeterName)
        .CreateCounter<long>(CksAuthDiagnostics.Webhooks, "{webhook}", "Webhooks that came, by outcome.");

    public void Accepted() => Add("accepted");

    public void Repeated() => Add("repeated");

    public void Failed() => Add("failed");

    public void Rejected(string reason) => _webhooks.Add(1, new(CksAuthDiagnostics.OutcomeTag, "rejected"), new KeyValuePair<string, object?>(CksAuthDiagnostics.ReasonTag, reason));

    private void Add(string outcome) => _webhooks.Add(1, new KeyValuePair<string, object?>(CksAuthDiagnostics.OutcomeTag, outcome));
}
