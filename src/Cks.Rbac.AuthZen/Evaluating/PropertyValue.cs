using System.Globalization;
using System.Text.Json;

namespace Cks.Rbac.AuthZen;

/// <summary>A property of a request as the value of an attribute. What is of another kind than the policy declares, or none of the values that it lists, is missing.</summary>
internal static class PropertyValue
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static AttributeValue? Read(JsonElement value, ResourceAttribute attribute)
    {
        switch (attribute.Kind)
        {
            case AttributeKind.Text:
                return QuestionReader.TextOf(value) is { } text && (attribute.Values.Count == 0 || attribute.Values.Contains(text)) ? AttributeValue.Of(text) : null;
            case AttributeKind.Number:
                return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && !(number < attribute.From) && !(number > attribute.To) ? AttributeValue.Of(number) : null;
            case AttributeKind.Time:
                return QuestionReader.TextOf(value) is { } written && TryTime(written, out var time) ? AttributeValue.Of(time) : null;
            default:
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? AttributeValue.Of(value.ValueKind == JsonValueKind.True) : null;
        }
    }

    // As in documents: without its offset it would depend on where it is read.
    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time) && (text.EndsWith('Z') || text[^6] is '+' or '-');
}
