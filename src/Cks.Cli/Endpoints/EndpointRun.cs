using System.Diagnostics;
using System.Globalization;

namespace Cks.Cli;

/// <summary>One start of an application, with the hook that keeps it from listening and ends it with its report.</summary>
/// <param name="Report">What it reported, as JSON.</param>
/// <param name="Refusal">Why there is none, in lines.</param>
internal sealed record EndpointRun(string? Report, IReadOnlyList<string> Refusal)
{
    private const int LinesKept = 20;

    /// <summary>Starts it and waits for its end, at most as long as it may take.</summary>
    public static async Task<EndpointRun> ToEndAsync(EndpointApplication application, string folder, string? environment, TimeSpan limit, CancellationToken cancellationToken)
    {
        // Only for this user: what it may hold is a map of the application.
        var place = Directory.CreateTempSubdirectory("cks-");
        try
        {
            var report = Path.Combine(place.FullName, "endpoints.json");
            var lines = new Queue<string>();
            using var process = new Process { StartInfo = Start(application, folder, environment, report) };
            process.OutputDataReceived += (_, line) => Keep(lines, line.Data);
            process.ErrorDataReceived += (_, line) => Keep(lines, line.Data);
            process.Start();
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var ended = await EndAsync(process, limit, cancellationToken).ConfigureAwait(false);
            if (File.Exists(report))
                return new(await File.ReadAllTextAsync(report, cancellationToken).ConfigureAwait(false), []);
            var why = ended
                ? string.Create(CultureInfo.InvariantCulture, $"The application ended with {process.ExitCode} before its endpoints were mapped.")
                : string.Create(CultureInfo.InvariantCulture, $"The application was ended after {limit.TotalSeconds} s: it had started no host with AddCks() or AddCksGuards().");
            lock (lines)
                return new(null, lines.Count == 0 ? [why] : [why + " It wrote:", .. lines.Select(l => "  " + l)]);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo Start(EndpointApplication application, string folder, string? environment, string report)
    {
        var start = new ProcessStartInfo(application.Host, application.Arguments)
        {
            WorkingDirectory = Path.GetFullPath(folder),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "Cks.Cli.AspNetCore.dll");
        start.Environment["CKS_ENDPOINTS_REPORT"] = report;
        if (environment is not null)
            start.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment["DOTNET_ENVIRONMENT"] = environment;
        return start;
    }

    private static async Task<bool> EndAsync(Process process, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    // Where it threw is for a debugger.
    private static void Keep(Queue<string> lines, string? line)
    {
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith("   at ", StringComparison.Ordinal))
            return;
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept)
                lines.Dequeue();
        }
    }
}
