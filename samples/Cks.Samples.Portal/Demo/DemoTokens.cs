using System.Text.Json;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal.Demo;

/// <summary>Gets tokens from the issuer over HTTP, as a browser's sign-in would.</summary>
internal sealed class DemoTokens(HttpClient http, string endpoint)
{
    /// <summary>A token of somebody of tenant main, or of another.</summary>
    public async Task<string> ForAsync(string code, string tenant = "main", string audience = PortalHost.Audience, int lifetime = 600, string? roleClaim = null)
    {
        var request = new Dictionary<string, string> { ["sub"] = PortalSeeds.SubjectOf(tenant, code), ["aud"] = audience, ["lifetime"] = $"{lifetime}" };
        if (roleClaim is not null)
            request["role"] = roleClaim;
        using var response = await http.PostAsync(endpoint, new FormUrlEncodedContent(request));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>The same token with one bit of its signature turned.</summary>
    public static string Tamper(string token)
    {
        var at = token.LastIndexOf('.') + 10;
        return $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}";
    }
}
