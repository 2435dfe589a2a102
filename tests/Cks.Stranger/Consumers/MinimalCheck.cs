using System.Globalization;
using Cks.Stranger.Processes;

namespace Cks.Stranger.Consumers;

/// <summary>The minimal sample, its files as they are in a project with the packed files: as native code it answers what it answers run by the runtime.</summary>
internal static class MinimalCheck
{
    // Named after the sample, whose capabilities are constants in the namespace of the project.
    private const string Project = "Cks.Samples.Minimal";

    private static readonly (string? Subject, string Method, string Path, int Status)[] Requests =
    [
        (null, "GET", "/health", 200), (null, "GET", "/notes", 401), ("ann", "GET", "/notes", 200), ("ann", "POST", "/notes", 201), ("ben", "GET", "/notes", 200), ("ben", "POST", "/notes", 403),
        ("eve", "GET", "/notes", 200), ("eve", "POST", "/notes", 201), ("eve", "GET", "/notes", 200), ("mallory", "GET", "/notes", 403), ("ann", "GET", "/nowhere", 404), ("ann", "DELETE", "/notes", 405),
    ];

    /// <summary>Publishes it as it is and as native code, and compares. The issuer is a published application whose tokens are accepted.</summary>
    public static async Task RunAsync(Place place, string issuer, TextWriter output)
    {
        var folder = Directory.CreateDirectory(Path.Combine(place.Folder("minimal"), Project)).FullName;
        await place.DotnetAsync(folder, "new", "web", "-f", "net10.0", "--no-restore");
        await place.DotnetAsync(folder, "add", "package", "Cks.AspNetCore", "--prerelease");
        ConsumerCheck.Copy(ConsumerCheck.Files("Minimal"), folder);

        var issuerPort = Place.FreePort();
        await using var provider = Run.Begin(place.Start(issuer, Path.Combine(issuer, "Web"), "--environment", "Development", "--urls", $"http://127.0.0.1:{Place.FreePort()}", "--issuer-port", $"{issuerPort}"));
        StrangerException.Unless(await provider.UntilAsync(w => w.Contains("Application started", StringComparison.Ordinal), TimeSpan.FromMinutes(1)), $"The issuer does not start:\n{provider.Output}");

        var jit = await AnswersAsync(place, folder, "jit", ["-p:SelfContained=false"], issuerPort, output);
        if (await ConsumerCheck.WhyNotNativeAsync() is { } reason)
        {
            await output.WriteLineAsync($"SKIP native minimal sample: {reason}");
            return;
        }

        var native = await AnswersAsync(place, folder, "native", ConsumerCheck.Native, issuerPort, output);
        StrangerException.Unless(jit == native, $"The native sample answers otherwise:\n{native}\n\nthan run by the runtime:\n{jit}");
    }

    private static async Task<string> AnswersAsync(Place place, string folder, string name, string[] way, int issuerPort, TextWriter output)
    {
        var started = TimeProvider.System.GetTimestamp();
        var published = Path.Combine(folder, "..", "out", name);
        await ConsumerCheck.PublishAsync(place, folder, published, way);
        var took = TimeProvider.System.GetElapsedTime(started);
        var port = Place.FreePort();
        await using var run = Run.Begin(place.Start(
            published, Path.Combine(published, Project), "--urls", $"http://127.0.0.1:{port}", "--Cks:Auth:Authority", $"http://127.0.0.1:{issuerPort}", "--Cks:Auth:Audience", "jobs"));
        StrangerException.Unless(await run.UntilAsync(w => w.Contains("Application started", StringComparison.Ordinal), TimeSpan.FromMinutes(1)), $"The {name} publish does not start:\n{run.Output}");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        var answers = await Answers.WriteDownAsync(http, issuerPort, Requests, """{"text":"Sweep"}""", run);
        StrangerException.Unless(await run.InterruptAsync(), $"Ctrl+C does not end it:\n{run.Output}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ok   {took.TotalSeconds,5:0.0} s  minimal sample, {name}: {Requests.Length} answers"));
        return answers;
    }
}
