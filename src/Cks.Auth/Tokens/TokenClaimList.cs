using System.Security.Claims;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>The claims of a good token as the framework's claims, under their own names.</summary>
internal static class TokenClaimList
{
    private const string Json = "JSON";

    /// <summary>Adds a claim for each string, number and boolean, one for each element of an array, and one with its JSON for an object.</summary>
    public static void AddTo(ClaimsIdentity identity, ValidatedToken token)
    {
        var reader = new Utf8JsonReader(token.Payload);
        using var document = JsonDocument.ParseValue(ref reader);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array)
            {
                Add(member.Name, member.Value);
                continue;
            }

            foreach (var element in member.Value.EnumerateArray())
                Add(member.Name, element);
        }

        void Add(string name, JsonElement value)
        {
            if (Text(value) is var (text, type))
                identity.AddClaim(new(name, text, type, token.Issuer, token.Issuer, identity));
        }
    }

    private static (string Text, string Type)? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => (value.GetString()!, ClaimValueTypes.String),
        JsonValueKind.True => ("true", ClaimValueTypes.Boolean),
        JsonValueKind.False => ("false", ClaimValueTypes.Boolean),
        JsonValueKind.Number => (value.GetRawText(), value.TryGetInt32(out _) ? ClaimValueTypes.Integer32 : value.TryGetInt64(out _) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double),
        JsonValueKind.Object or JsonValueKind.Array => (value.GetRawText(), Json),
        _ => null,
    };
}
