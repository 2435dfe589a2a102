using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Cks.Testing.AspNetCore;

/// <summary>What <c>POST /token</c> asks for: <c>sub</c>, optionally <c>aud</c> and <c>lifetime</c> in seconds; everything else becomes a claim.</summary>
internal sealed record TokenRequest(string Subject, string? Audience, TimeSpan? Lifetime, JsonObject Claims)
{
    /// <summary>Reads a form or a JSON object; <see langword="null"/> for anything else.</summary>
    public static async Task<TokenRequest?> ReadAsync(HttpRequest request)
    {
        var members = new JsonObject();
        if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadFormAsync(request.HttpContext.RequestAborted).ConfigureAwait(false))
                members[name] = value.ToString();
        }
        else
        {
            try
            {
                members = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted).ConfigureAwait(false) as JsonObject;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return members is null ? null : From(members);
    }

    private static TokenRequest? From(JsonObject members)
    {
        var (subject, audience, lifetime) = (Take("sub"), Take("aud"), Take("lifetime"));
        if (string.IsNullOrEmpty(subject))
            return null;
        if (lifetime is null)
            return new(subject, audience, null, members);
        return int.TryParse(lifetime, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? new(subject, audience, TimeSpan.FromSeconds(seconds), members)
            : null;

        string? Take(string name) => members.Remove(name, out var value) ? value?.ToString() : null;
    }
}
