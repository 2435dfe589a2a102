using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Cks.Rbac.AuthZen.Tests.Corpora;

public sealed class CertificationTests
{
    [Fact]
    public async Task Every_case_of_the_certification_is_answered_over_HTTP()
    {
        var cases = Corpus.Read("certification_cases.json").GetProperty("cases").EnumerateArray().ToArray();
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", Scenarios.Records(), Scenarios.AskAboutRecords);
        var results = new Dictionary<string, string>();
        var faults = new List<string>();
        foreach (var one in cases)
        {
            var name = $"{one.GetProperty("id").GetString()} {(one.TryGetProperty("variant", out var variant) ? variant.GetString() : "")}";
            for (var repeat = one.TryGetProperty("repeat", out var times) ? times.GetInt32() : 1; repeat > 0; repeat--)
                if (await FaultAsync(host, one, results) is { } fault)
                    faults.Add($"{name}: {fault}");
        }

        Assert.Equal([], faults);
        Assert.Equal(56, cases.Length);
    }

    private static async Task<string?> FaultAsync(AuthZenHost host, JsonElement one, Dictionary<string, string> results)
    {
        using var response = await SendAsync(host, one, results);
        if ((int)response.StatusCode != one.GetProperty("expectedStatus").GetInt32())
            return $"status {(int)response.StatusCode}";
        if (one.TryGetProperty("expectedHeaders", out var headers))
            foreach (var header in headers.EnumerateObject())
                if (!response.Headers.TryGetValues(header.Name, out var values) || values.Single() != header.Value.GetString())
                    return $"header {header.Name}";
        if ((int)response.StatusCode != 200)
            return null;
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
            return "content type";
        if (one.TryGetProperty("expectedBody", out var expected) && !JsonElement.DeepEquals(expected, body))
            return body.GetRawText();
        if (one.TryGetProperty("expectedShape", out var shape) && !Fits(shape, body))
            return body.GetRawText();
        if (one.TryGetProperty("expectedRequiredKeys", out var keys) && keys.EnumerateArray().Any(k => !body.TryGetProperty(k.GetString()!, out _)))
            return body.GetRawText();
        if (!body.TryGetProperty("results", out var found))
            return null;
        if (one.TryGetProperty("expectedResultsInclude", out var include) && include.EnumerateArray().Any(i => !found.EnumerateArray().Any(f => JsonElement.DeepEquals(i, f))))
            return body.GetRawText();
        if (one.TryGetProperty("sameResultsAs", out var other) && results[other.GetString()!] != found.GetRawText())
            return body.GetRawText();
        results[one.GetProperty("id").GetString()!] = found.GetRawText();
        if (body.TryGetProperty("page", out var page))
            results["next_token"] = page.GetProperty("next_token").GetString()!;
        return null;
    }

    private static Task<HttpResponseMessage> SendAsync(AuthZenHost host, JsonElement one, Dictionary<string, string> results)
    {
        var path = one.GetProperty("path").GetString()!;
        if (one.GetProperty("method").GetString() == "GET")
            return host.Http.GetAsync(path, TestContext.Current.CancellationToken);
        var body = one.TryGetProperty("rawBody", out var raw) ? raw.GetString()! : one.GetProperty("request").GetRawText();
        var headers = one.TryGetProperty("headers", out var given) ? given.EnumerateObject().Select(h => (h.Name, h.Value.GetString()!)) : [];
        return host.SendAsync(
            path, Encoding.UTF8.GetBytes(body.Replace("<next_token from previous response>", results.GetValueOrDefault("next_token"), StringComparison.Ordinal)),
            contentType: one.TryGetProperty("contentType", out var type) ? type.GetString() : "application/json", headers: headers);
    }

    /// <summary>Whether every member of a shape is there, and lists are as long.</summary>
    private static bool Fits(JsonElement shape, JsonElement body) => shape.ValueKind switch
    {
        JsonValueKind.Object => shape.EnumerateObject().All(m => body.TryGetProperty(m.Name, out var value) && Fits(m.Value, value)),
        JsonValueKind.Array => body.GetArrayLength() == shape.GetArrayLength() && shape.EnumerateArray().Zip(body.EnumerateArray()).All(p => Fits(p.First, p.Second)),
        JsonValueKind.String => body.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => JsonElement.DeepEquals(shape, body),
    };
}
