using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cks.Stranger.Processes;

namespace Cks.Stranger.Consumers;

/// <summary>Everything that a publish answers, as text that two publishes can be compared by.</summary>
internal static partial class Answers
{
    /// <summary>Asks one request after the other, each with a fresh token of its subject, and holds each to its status. Dates and trace ids are left out.</summary>
    public static async Task<string> WriteDownAsync(HttpClient http, int issuerPort, IEnumerable<(string? Subject, string Method, string Path, int Status)> requests, string posted, Run run)
    {
        var all = new StringBuilder();
        foreach (var (subject, method, path, status) in requests)
        {
            using var request = new HttpRequestMessage(new(method), path);
            if (method == "POST")
                request.Content = new StringContent(posted, Encoding.UTF8, "application/json");
            if (subject is not null)
            {
                using var token = await http.PostAsync($"http://127.0.0.1:{issuerPort}/token", new FormUrlEncodedContent([new("sub", subject)]));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string?)JsonNode.Parse(await token.Content.ReadAsStringAsync())!["access_token"]);
            }

            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            StrangerException.Unless((int)answer.StatusCode == status, $"{subject ?? "nobody"} {method} {path} is {(int)answer.StatusCode}, not {status}:\n{body}\n{run.Output}");
            all.AppendLine($"{subject} {method} {path} {status}");
            // A tag is made with a key of the host, and who looks is told by their issuer, whose port is another one at each start.
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "ETag" or "Cks-Viewer")))
                all.AppendLine($"{name}: {string.Join(", ", values)}");
            all.AppendLine(TraceId().Replace(body, "\"traceId\":\"\""));
        }

        return all.ToString();
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
