using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cks.Stranger.Processes;

namespace Cks.Stranger.Templates;

/// <summary>Makes a project from each packed template, builds it, runs its tests, runs it and asks it.</summary>
internal static class TemplateCheck
{
    public static async Task RunAsync(Place place, TextWriter output)
    {
        // A name that is no C# name, and one with a dot.
        await CheckAsync(place, output, "cks-api", "my-shop");
        await CheckAsync(place, output, "cks-hub", "Shop.Hub");
        place.CheckSources();
    }

    /// <summary>Fetches what a template needs, so that what comes after measures no network.</summary>
    public static async Task RestoreAsync(Place place, TextWriter output)
    {
        var started = TimeProvider.System.GetTimestamp();
        var folder = place.Folder("restore");
        await NewAsync(place, folder, "cks-api", "-o", "Restore", "--force");
        await place.DotnetAsync(Path.Combine(folder, "Restore"), "restore", "-v", "q");
        await SayAsync(output, started, "restore");
    }

    private static async Task CheckAsync(Place place, TextWriter output, string template, string name)
    {
        var (work, started) = (place.Folder(template), TimeProvider.System.GetTimestamp());
        var folder = Path.Combine(work, name);
        var (port, issuerPort) = (Place.FreePort(), Place.FreePort());
        await NewAsync(place, work, template, "-o", name, "--port", $"{port}", "--issuer-port", $"{issuerPort}");
        CheckVersions(folder, place.Version);
        await SayAsync(output, started, $"{template}: create");

        started = TimeProvider.System.GetTimestamp();
        var built = await place.DotnetAsync(folder, "build", "-tl:off");
        StrangerException.Unless(built.Contains(" 0 Warning(s)", StringComparison.Ordinal), $"{template} builds with warnings:\n{built}");
        await SayAsync(output, started, $"{template}: build without a warning");

        started = TimeProvider.System.GetTimestamp();
        var tested = await place.DotnetAsync(folder, "test", "--no-build");
        var least = template == "cks-hub" ? 8 : 5;
        StrangerException.Unless(tested.Contains($"succeeded: {least}", StringComparison.Ordinal) && tested.Contains("skipped: 0", StringComparison.Ordinal), $"{template} has not its {least} tests:\n{tested}");
        await SayAsync(output, started, $"{template}: its {least} tests");

        started = TimeProvider.System.GetTimestamp();
        await using var run = Run.Begin(place.Start(folder, "dotnet", "run", "--no-build", "--project", name));
        var listens = await run.UntilAsync(written => written.Contains("Application started", StringComparison.Ordinal), TimeSpan.FromMinutes(1));
        StrangerException.Unless(listens, $"{template} does not start:\n{run.Output}");
        await AskAsync(new($"http://127.0.0.1:{port}"), new($"http://127.0.0.1:{issuerPort}/token"), template);
        StrangerException.Unless(await run.InterruptAsync(), $"Ctrl+C does not end {template}:\n{run.Output}");
        await SayAsync(output, started, $"{template}: run; allowed, scoped, masked, denied");

        started = TimeProvider.System.GetTimestamp();
        var outside = await Run.ToEndAsync(place.Start(folder, "dotnet", "run", "--no-build", "--no-launch-profile", "--project", name));
        StrangerException.Unless(outside.Exit != 0 && outside.Output.Contains("CKS109 Cks:Auth:Authority", StringComparison.Ordinal), $"{template} starts outside Development without an identity provider:\n{outside.Output}");
        await SayAsync(output, started, $"{template}: outside Development it wants an identity provider");
    }

    /// <summary>Makes a project out of the packed file, with templates of its own instead of the machine's.</summary>
    private static async Task NewAsync(Place place, string folder, params string[] args)
    {
        string[] hive = ["--debug:custom-hive", Path.Combine(place.Root, "hive")];
        if (!Directory.Exists(hive[1]))
            await place.DotnetAsync(folder, ["new", "install", $"Cks.Templates@{place.Version}", .. hive]);
        await place.DotnetAsync(folder, ["new", .. args, .. hive]);
    }

    private static void CheckVersions(string folder, string version)
    {
        var texts = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();
        StrangerException.Unless(texts.Count(t => t.Contains($"<CksVersion>{version}</CksVersion>", StringComparison.Ordinal)) == 1, "What the template makes does not ask for the version of the template.");
        StrangerException.Unless(!texts.Any(t => t.Contains("Job-Board", StringComparison.Ordinal) || t.Contains("CKS_PACKAGES", StringComparison.Ordinal)), "A name of the template is left in what it makes.");
    }

    private static async Task AskAsync(Uri address, Uri tokens, string template)
    {
        using var http = new HttpClient { BaseAddress = address };
        var (_, mine) = await SendAsync("ann", HttpMethod.Get, "/jobs");
        StrangerException.Unless(Codes(mine).SequenceEqual(["J-1"]) && (int?)mine!["items"]![0]!["price"] == 900, $"ann sees {mine}");
        var (_, masked) = await SendAsync("ben", HttpMethod.Get, "/jobs");
        StrangerException.Unless(Codes(masked).SequenceEqual(["J-1"]) && !masked!["items"]![0]!.AsObject().ContainsKey("price"), $"ben sees {masked}");
        var (denied, problem) = await SendAsync("ben", HttpMethod.Post, "/jobs");
        StrangerException.Unless(denied == HttpStatusCode.Forbidden && (string?)problem!["requiredCapabilities"]![0] == "job:create", $"ben may create: {denied} {problem}");
        StrangerException.Unless((await SendAsync("ann", HttpMethod.Post, "/jobs")).Status == HttpStatusCode.Created, "ann may not create.");
        StrangerException.Unless((await SendAsync("ann", HttpMethod.Get, "/jobs/J-2")).Status == HttpStatusCode.NotFound, "ann finds the job of another team.");
        StrangerException.Unless((await SendAsync(null, HttpMethod.Get, "/jobs")).Status == HttpStatusCode.Unauthorized, "Nobody is let in.");
        if (template == "cks-hub")
        {
            var (_, hub) = await SendAsync("ben", HttpMethod.Get, "/hub");
            StrangerException.Unless((string?)hub!["role"] == "worker" && (bool?)hub["permissions"]!["canCreateJobs"] == false, $"The hub of ben is {hub}");
        }

        async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string? subject, HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            if (method == HttpMethod.Post)
                request.Content = JsonContent.Create(new { title = "Sweep", price = 20 });
            if (subject is not null)
            {
                using var token = await http.PostAsync(tokens, new FormUrlEncodedContent([new("sub", subject)]));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string?)JsonNode.Parse(await token.Content.ReadAsStringAsync())!["access_token"]);
            }

            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            return (answer.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body));
        }

        static IEnumerable<string?> Codes(JsonNode? list) => list?["items"]?.AsArray().Select(j => (string?)j!["code"]) ?? [];
    }

    private static Task SayAsync(TextWriter output, long started, string what) =>
        output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ok   {TimeProvider.System.GetElapsedTime(started).TotalSeconds,5:0.0} s  {what}"));
}
