using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>Strings out of JSON that a stranger wrote.</summary>
internal static class TokenJson
{
    /// <summary>No comments, no trailing commas, and little nesting.</summary>
    public static readonly JsonReaderOptions Strict = new() { MaxDepth = 16 };

    /// <summary>Reads the current string; <see langword="false"/> for another kind of value and for escapes that are no text (a lone surrogate).</summary>
    public static bool TryGetString(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (reader.TokenType != JsonTokenType.String)
            return false;
        try
        {
            value = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
