using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cks.Rbac.AspNetCore.Tests.Reporting;

/// <summary>Listens as the hook of <c>cks endpoints matrix</c> does; hosts of other tests are heard as well.</summary>
internal sealed class AuditedReports : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly ConcurrentQueue<IDisposable> _subscriptions = [];

    public AuditedReports() => _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>The report of the host that has this route.</summary>
    public string Of(string route) => Assert.Single(_reports, r => r.Contains($" {route}\"", StringComparison.Ordinal));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Cks.Rbac.AspNetCore")
            _subscriptions.Enqueue(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "Cks.Rbac.AspNetCore.EndpointsAudited", Value: string report })
            _reports.Enqueue(report);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }
}
