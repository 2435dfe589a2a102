using System.Text.Json;
using Cks.Auth;

namespace Cks.Testing.AspNetCore;

/// <summary>Assertions on answers.</summary>
public static class CksResponseExtensions
{
    /// <summary>Asserts that a request was refused: 401, 403 or 404 with this reason in its problem+json.</summary>
    /// <param name="response">The answer, with its body read (as <c>HttpClient</c> does by default).</param>
    /// <param name="reason">The stable text, such as <c>access_denied</c>.</param>
    /// <exception cref="TestAssertionException">It was not; the message shows status, reason and body.</exception>
    public static void ShouldBeDenied(this HttpResponseMessage response, string reason)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        var body = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        var found = Reason(body);
        if ((int)response.StatusCode is not (401 or 403 or 404) || found != reason)
            throw new TestAssertionException($"Expected a refusal with reason {reason}, but the answer is {(int)response.StatusCode} with {(found is null ? "no reason" : $"reason {found}")}:\n{body}");
    }

    /// <summary>The same for a token that was refused.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="reason">Why.</param>
    public static void ShouldBeDenied(this HttpResponseMessage response, TokenRejectionReason reason) => response.ShouldBeDenied(reason.ToText());

    /// <summary>The same for a person who may not sign in.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="reason">Why.</param>
    public static void ShouldBeDenied(this HttpResponseMessage response, SessionRefusalReason reason) => response.ShouldBeDenied(reason.ToText());

    private static string? Reason(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("reason", out var reason) ? reason.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
