using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace Cks.Cli;

/// <summary>Whether a running host is alive and ready, and whether its clock agrees with the one here.</summary>
internal sealed class HostCheck(HttpClient client, TimeProvider clock) : IDoctorCheck
{
    private static readonly TimeSpan WarnAbove = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FailAbove = TimeSpan.FromSeconds(60);

    public string Name => "host";

    public async IAsyncEnumerable<Finding> RunAsync(string folder, Uri? host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (host is null)
            yield break;
        TimeSpan? ahead = null;
        foreach (var path in (string[])["health/live", "health/ready"])
        {
            var (finding, difference) = await AskAsync(new(host, path), cancellationToken).ConfigureAwait(false);
            ahead ??= difference;
            yield return finding;
        }

        if (ahead is { } measured)
            yield return JudgeClock(measured);
    }

    /// <summary>The finding for a host whose clock is ahead of ours, or behind where negative.</summary>
    internal static Finding JudgeClock(TimeSpan ahead)
    {
        var level = ahead.Duration() > FailAbove ? FindingLevel.Fail : ahead.Duration() > WarnAbove ? FindingLevel.Warn : FindingLevel.Ok;
        var seconds = ahead.Duration().TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return level == FindingLevel.Ok
            ? Finding.Ok("the clocks of the host and of this machine agree")
            : new(level, $"the clock of the host is {seconds} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine", "Let both keep time by NTP; tokens are refused when clocks disagree.");
    }

    private async Task<(Finding Finding, TimeSpan? Ahead)> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var sent = clock.GetUtcNow();
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var received = clock.GetUtcNow();
            // The header has whole seconds: half a second is what it leaves out on average.
            var ahead = response.Headers.Date + TimeSpan.FromSeconds(0.5) - (sent + (received - sent) / 2);
            return (Judge(address, response), ahead);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var reason = e is HttpRequestException http ? http.HttpRequestError.ToString() : "no answer in time";
            return (new(FindingLevel.Down, $"{address} cannot be reached ({reason})", "Start the host, or correct the address."), null);
        }
    }

    private static Finding Judge(Uri address, HttpResponseMessage response) => response switch
    {
        { IsSuccessStatusCode: true } => Finding.Ok($"{address} answers {(int)response.StatusCode}"),
        { StatusCode: HttpStatusCode.NotFound } => new(FindingLevel.Warn, $"{address} is not mapped", $"Add app.MapHealthChecks(\"{address.AbsolutePath}\")."),
        _ => new(FindingLevel.Down, $"{address} answers {(int)response.StatusCode}", "Look into the log of the host for the check that fails."),
    };
}
