using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore;

/// <summary>Counts where the application's rules and the guards disagree, for each endpoint, and logs each shape of it once: endpoint, roles, both verdicts. Nothing in either is of a request or a person.</summary>
internal sealed class ShadowReport(IMeterFactory meters, ILogger<ShadowReport> log)
{
    private const int MostEndpoints = 1_000;
    private const int MostShapes = 4_000;
    private const string Other = "other";

    private readonly Counter<long> _disagreements = meters.Create(CksGuardDiagnostics.MeterName)
        .CreateCounter<long>(CksGuardDiagnostics.ShadowDisagreements, "{decision}", "Decisions about which the application's rule and the guard disagreed.");

    private readonly ConcurrentDictionary<string, byte> _endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Endpoint, string Roles, bool Application, ShadowVerdict Guard), byte> _shapes = [];
    private int _isFull;

    /// <summary>Takes both verdicts about one request or message; what agrees is not kept.</summary>
    /// <param name="endpoint">Its name in code: route pattern, or hub and method.</param>
    /// <param name="subject">Who asked; <see langword="null"/> when that could not be read.</param>
    /// <param name="application">Whether the application's rule let pass.</param>
    /// <param name="guard">What the guards said.</param>
    /// <param name="refusal">Why they refused.</param>
    /// <param name="failure">Why they could not be computed.</param>
    public void Take(string endpoint, Subject? subject, bool application, ShadowVerdict guard, GuardRefusal? refusal, Exception? failure)
    {
        if (guard == (application ? ShadowVerdict.Permitted : ShadowVerdict.Refused))
            return;
        var (name, said, says) = (Bounded(endpoint), application ? "permitted" : "refused", Word(guard));
        _disagreements.Add(
            1, new KeyValuePair<string, object?>(CksGuardDiagnostics.EndpointTag, name), new(CksGuardDiagnostics.ApplicationTag, said), new(CksGuardDiagnostics.GuardTag, says));
        var roles = RolesOf(subject);
        // To count a dictionary stops all who write into it, and most shapes are known.
        if (_shapes.ContainsKey((name, roles, application, guard)))
            return;
        if (_shapes.Count < MostShapes)
        {
            if (_shapes.TryAdd((name, roles, application, guard), 0))
                GuardLog.Disagreed(log, failure, name, roles, said, says, refusal?.Reason ?? "no reason", refusal?.Decision.Rule ?? "none");
        }
        else if (Interlocked.Exchange(ref _isFull, 1) == 0)
        {
            GuardLog.TooManyShapes(log, MostShapes);
        }
    }

    private string Bounded(string endpoint)
    {
        if (_endpoints.ContainsKey(endpoint))
            return endpoint;
        return _endpoints.Count < MostEndpoints && (_endpoints.TryAdd(endpoint, 0) || _endpoints.ContainsKey(endpoint)) ? endpoint : Other;
    }

    // Roles that the policy knows, granted ones as well: others may be any text that a token brought.
    private static string RolesOf(Subject? subject) => subject is null ? "unknown"
        : subject.Permissions?.Roles is { Count: > 0 } roles ? string.Join(',', roles.Select(r => r.Name).Order(StringComparer.Ordinal)) : "none";

    private static string Word(ShadowVerdict guard) => guard switch
    {
        ShadowVerdict.Permitted => "permitted",
        ShadowVerdict.Refused => "refused",
        ShadowVerdict.Depends => "depends",
        _ => "failed",
    };
}
