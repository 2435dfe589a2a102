using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cks.QueryBuilder;

/// <summary>Turns what a caller compares with into what a query holds: not null, well-formed, boxed once.</summary>
internal static class QueryValue
{
    public const char LikeEscape = '!';
    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly JsonWriterOptions JsonForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Unique = new() { AllowDuplicateProperties = false, MaxDepth = 1_000 };
    private static readonly SearchValues<char> LikeSpecial = SearchValues.Create("!%_");

    public static object Of<T>(T value) => value switch
    {
        null => throw new ArgumentNullException(nameof(value), "NULL equals nothing in SQL. Use WhereNull or WhereNotNull."),
        string text => Text(text),
        bool flag => flag ? True : False,
        double number => double.IsFinite(number) ? value : throw new QueryRefusedException(QueryRefusal.NotFinite),
        byte[] bytes => bytes.Clone(), // the caller's may change afterwards
        JsonElement json => Text(json),
        _ => value,
    };

    /// <summary>A copy, so that the caller's list may change afterwards.</summary>
    public static object[] List<T>(IReadOnlyCollection<T> values)
    {
        var list = new List<object>(Math.Min(values.Count, Query.LongestList));
        foreach (var value in values) // counted here, because the collection's own count is only a promise
        {
            if (list.Count == Query.LongestList)
                throw new QueryRefusedException(QueryRefusal.ListTooLong);
            list.Add(Of(value));
        }

        return [.. list];
    }

    /// <summary>A LIKE pattern that matches the text itself between what stands before and after it.</summary>
    public static string Pattern(string before, string text, string after)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Query.LongestSearchText)
            throw new QueryRefusedException(QueryRefusal.SearchTextTooLong);
        var pattern = new StringBuilder(text.Length + 8).Append(before);
        foreach (var c in Text(text))
        {
            if (LikeSpecial.Contains(c))
                pattern.Append(LikeEscape);
            pattern.Append(c);
        }

        return pattern.Append(after).ToString();
    }

    public static string Text(string text)
    {
        // Almost every text is within this range, and then one vectorised look is all.
        if (text.AsSpan().IndexOfAnyExceptInRange('\u0001', '\ud7ff') >= 0 && !IsWellFormed(text))
            throw new QueryRefusedException(QueryRefusal.MalformedText);
        return text;
    }

    // Written anew, so that every escape has one spelling. PostgreSQL's jsonb holds no U+0000.
    private static string Text(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
            throw new ArgumentException("The JSON value is none.", nameof(json));
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, JsonForm);
            json.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            throw new QueryRefusedException(QueryRefusal.MalformedText); // half of a surrogate pair
        }

        try
        {
            using var _ = JsonDocument.Parse(buffer.WrittenMemory, Unique);
        }
        catch (JsonException)
        {
            throw new QueryRefusedException(QueryRefusal.MalformedText); // of a name that stands twice each database would keep another one
        }

        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        for (var at = text.IndexOf("\\u0000", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\\u0000", at + 1, StringComparison.Ordinal))
        {
            if (text.AsSpan(0, at + 1).TrimEnd('\\').Length % 2 == at % 2)
                throw new QueryRefusedException(QueryRefusal.MalformedText);
        }

        return text;
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != OperationStatus.Done || text[0] == '\0')
                return false;
            text = text[consumed..];
        }

        return true;
    }
}
