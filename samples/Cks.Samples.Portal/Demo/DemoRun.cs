using System.Net.Http.Headers;
using System.Text.Json;

namespace Cks.Samples.Portal.Demo;

/// <summary>Starts the portal on a free port with a database of its own, sends the requests over HTTP, and prints what came. 0 only when every answer is the expected one.</summary>
internal static class DemoRun
{
    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("cks-demo-");
        try
        {
            await using var portal = await PortalHost.BuildAsync(args, builder =>
            {
                builder.WebHost.UseUrls("http://127.0.0.1:0");
                builder.Logging.ClearProviders();
                builder.Configuration["Portal:Seeds"] ??= "demo";
                if (builder.Configuration.GetConnectionString("Portal") is null)
                    builder.Configuration["ConnectionStrings:Portal"] = $"Data Source={Path.Combine(folder.FullName, "portal.db")};Pooling=False";
            });
            if (portal.Issuer is not { } issuer)
            {
                await Console.Error.WriteLineAsync("The demo needs the environment Development, which has an issuer of its own.");
                return 2;
            }

            await portal.App.StartAsync();
            using var http = new HttpClient { BaseAddress = new(portal.Address) };
            var seen = new Dictionary<string, string>();
            var script = await DemoScript.WriteAsync(new(http, issuer.TokenEndpoint), seen);
            Console.WriteLine($"{"request",-38} {"path",-36} {"status",-6} {"rows",5} {"reason",-18} result");
            var failed = 0;
            foreach (var request in script)
                failed += await SendAsync(http, request with { Path = seen.Aggregate(request.Path, (path, s) => path.Replace($"{{{s.Key}}}", s.Value)) }) ? 0 : 1;
            Console.WriteLine($"{script.Count} requests, {failed} unexpected");
            await portal.App.StopAsync();
            return failed == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> SendAsync(HttpClient http, DemoRequest request)
    {
        using var message = new HttpRequestMessage(request.Send is null ? HttpMethod.Get : HttpMethod.Post, request.Path);
        if (request.Send is not null)
            message.Content = JsonContent.Create(request.Send);
        if (request.Token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Token);
        using var response = await http.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);
        var reason = json.RootElement.TryGetProperty("reason", out var r) ? r.GetString() : null;
        var problem = response.StatusCode != request.Status ? $"expected {(int)request.Status}"
            : reason != request.Reason ? $"expected {request.Reason}"
            : response.IsSuccessStatusCode ? request.Check?.Invoke(body)
            : json.RootElement.TryGetProperty("traceId", out _) ? null : "no trace id";
        Console.WriteLine($"{request.Title,-38} {request.Path,-36} {(int)response.StatusCode,-6} {CountRows(json.RootElement),5} {reason ?? "-",-18} {problem ?? "ok"}");
        return problem is null;
    }

    private static string CountRows(JsonElement answer) => !answer.TryGetProperty("relationships", out var sets)
        ? "-"
        : $"{sets.EnumerateObject().Sum(set => set.Value.ValueKind == JsonValueKind.Object && set.Value.TryGetProperty("count", out var count) ? count.GetInt64() : set.Value.ValueKind == JsonValueKind.Object ? 1 : 0)}";
}
