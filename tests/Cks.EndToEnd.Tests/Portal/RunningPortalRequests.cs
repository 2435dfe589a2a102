using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cks.Tests.Portal;

/// <summary>Requests that change something.</summary>
public static class RunningPortalRequests
{
    /// <summary>Sends as whoever the token is; the body of the answer is <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public static async Task<(int Status, JsonElement Body)> SendAsync(this RunningPortal portal, HttpMethod method, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await portal.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    /// <summary>POST as somebody of a tenant.</summary>
    public static Task<(int Status, JsonElement Body)> PostAsync(this RunningPortal portal, string path, string code, object? body = null, string tenant = "main") =>
        portal.SendAsync(HttpMethod.Post, path, portal.TokenOf(code, tenant), body);

    /// <summary>The reason of a refusal.</summary>
    public static string? Reason(this JsonElement problem) => problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
}
