using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cks.Stranger.Processes;

namespace Cks.Stranger.Consumers;

/// <summary>
/// A new console project and a new web project with the packed files. The web project is published as it is, trimmed, and as native code, and each publish answers the same
/// requests byte for byte, but for dates and trace ids.
/// </summary>
internal static class ConsumerCheck
{
    /// <summary>What makes a publish native code.</summary>
    public static readonly string[] Native = ["-p:PublishAot=true", "-p:NativeDebugSymbols=false"];

    private static readonly (string? Subject, string Method, string Path, int Status)[] Requests =
    [
        ("ann", "GET", "/jobs", 200), ("ben", "GET", "/jobs", 200), ("ann", "GET", "/scope", 200), ("ann", "GET", "/jobs/J-1", 200), ("ann", "GET", "/hub", 200), ("ben", "GET", "/hub", 200),
        ("ann", "GET", "/jobs/J-2", 404), ("ann", "POST", "/jobs", 200), ("ben", "POST", "/jobs", 403), ("mallory", "GET", "/jobs", 403), (null, "GET", "/jobs", 401), ("ann", "GET", "/nowhere", 404),
        ("ann", "GET", "/jobs?after=forged", 400), ("ann", "GET", "/down", 503),
    ];

    /// <summary>The folder with the files of a project.</summary>
    public static string Files(string project) => Path.Combine(AppContext.BaseDirectory, "Consumers", project);

    public static async Task RunAsync(Place place, TextWriter output)
    {
        await ConsoleAsync(place, output);
        var web = await WebAsync(place, output);
        place.CheckSources();

        string[][] ways = [["-p:SelfContained=false"], ["-p:PublishTrimmed=true", "-p:TrimMode=full", "--self-contained"], Native];
        string[] names = ["as it is", "trimmed", "native"];
        string? first = null;
        for (var i = 0; i < ways.Length; i++)
        {
            if (names[i] == "native" && await WhyNotNativeAsync() is { } reason)
            {
                await output.WriteLineAsync($"SKIP native: {reason}");
                continue;
            }

            var started = TimeProvider.System.GetTimestamp();
            var published = Path.Combine(web, "..", "out", $"{i}");
            await PublishAsync(place, web, published, ways[i]);
            var took = TimeProvider.System.GetElapsedTime(started);
            var answers = await AnswersAsync(place, published);
            StrangerException.Unless(first is null || first == answers, $"{names[i]} answers otherwise than {names[0]}:\n{answers}\n\n{names[0]}:\n{first}");
            first ??= answers;
            var size = new DirectoryInfo(published).GetFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"ok   {took.TotalSeconds,5:0.0} s  web, {names[i]}: {size / 1e6:0.0} MB, {Requests.Length} answers of {Encoding.UTF8.GetByteCount(answers)} bytes{(i == 0 ? "" : ", the same")}"));
        }

        await MinimalCheck.RunAsync(place, Path.Combine(web, "..", "out", "0"), output);
    }

    /// <summary>Publishes a project. Every analysis of trimming and of native code that finds something in our packages or in the project ends it.</summary>
    public static Task PublishAsync(Place place, string project, string to, string[] way) =>
        place.DotnetAsync(project, ["publish", "-c", "Release", "-o", to, "-p:TreatWarningsAsErrors=true", "-p:TrimmerSingleWarn=false", .. way]);

    private static async Task ConsoleAsync(Place place, TextWriter output)
    {
        var started = TimeProvider.System.GetTimestamp();
        var folder = place.Folder("console");
        await place.DotnetAsync(folder, "new", "console", "-f", "net10.0", "--no-restore");
        foreach (var package in (string[])["Cks.Rbac", "Cks.QueryBuilder"])
            await place.DotnetAsync(folder, "add", "package", package, "--prerelease");
        await place.DotnetAsync(folder, "add", "package", "Microsoft.Extensions.Hosting", "--version", "10.0.15");
        Copy(Files("Console"), folder);
        var written = await place.DotnetAsync(folder, "run", "-p:TreatWarningsAsErrors=true");
        StrangerException.Unless(written.Trim() == "job:view permitted\njob:create denied: NotPermitted\nSELECT [code] FROM \"jobs\" WHERE [title] = @p0", $"The console writes:\n{written}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ok   {TimeProvider.System.GetElapsedTime(started).TotalSeconds,5:0.0} s  console: restore and run"));
    }

    private static async Task<string> WebAsync(Place place, TextWriter output)
    {
        var started = TimeProvider.System.GetTimestamp();
        var folder = Directory.CreateDirectory(Path.Combine(place.Folder("web"), "Web")).FullName;
        await place.DotnetAsync(folder, "new", "web", "-f", "net10.0", "--no-restore");
        foreach (var package in (string[])["Cks.AspNetCore", "Cks.Testing.AspNetCore"])
            await place.DotnetAsync(folder, "add", "package", package, "--prerelease");
        await place.DotnetAsync(folder, "add", "package", "Microsoft.Data.Sqlite", "--version", "10.0.15");
        Copy(Files("Web"), folder);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ok   {TimeProvider.System.GetElapsedTime(started).TotalSeconds,5:0.0} s  web: create and restore"));
        return folder;
    }

    /// <summary>Starts a publish and writes down everything that it answers.</summary>
    private static async Task<string> AnswersAsync(Place place, string published)
    {
        var (port, issuerPort) = (Place.FreePort(), Place.FreePort());
        await using var run = Run.Begin(place.Start(published, Path.Combine(published, "Web"), "--environment", "Development", "--urls", $"http://127.0.0.1:{port}", "--issuer-port", $"{issuerPort}"));
        StrangerException.Unless(await run.UntilAsync(w => w.Contains("Application started", StringComparison.Ordinal), TimeSpan.FromSeconds(30)), $"The publish does not start:\n{run.Output}");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        var answers = await Answers.WriteDownAsync(http, issuerPort, Requests, """{"title":"Sweep"}""", run);
        StrangerException.Unless(await run.InterruptAsync(), $"Ctrl+C does not end it:\n{run.Output}");
        return answers;
    }

    /// <summary>Why native code cannot be made here; <see langword="null"/> where it can.</summary>
    public static async Task<string?> WhyNotNativeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return "only tried on Linux";
        var probe = new ProcessStartInfo("bash", ["-c", "(command -v clang || command -v gcc) && printf '#include <zlib.h>\\n' | $(command -v clang || command -v gcc) -E - "]);
        return (await Run.ToEndAsync(probe)).Exit == 0 ? null : "it needs clang or gcc, and the headers of zlib";
    }

    /// <summary>Copies a folder over another.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
