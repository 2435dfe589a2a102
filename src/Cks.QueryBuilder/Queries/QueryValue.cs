using System.Buffers;
using System.Text;

namespace Cks.QueryBuilder;

/// <summary>Turns what a caller compares with into what a query holds: not null, well-formed, boxed once.</summary>
internal static class QueryValue
{
    public const char LikeEscape = '!';
    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly SearchValues<char> LikeSpecial = SearchValues.Create("!%_");

    public static object Of<T>(T value) => value switch
    {
        null => throw new ArgumentNullException(nameof(value), "NULL equals nothing in SQL. Use WhereNull or WhereNotNull."),
        string text => Text(text),
        bool flag => flag ? True : False,
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

    /// <summary>A LIKE pattern that matches the text itself, preceded by anything where <paramref name="anywhere"/> and followed by anything.</summary>
    public static string Pattern(string text, bool anywhere)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Query.LongestSearchText)
            throw new QueryRefusedException(QueryRefusal.SearchTextTooLong);
        var pattern = new StringBuilder(text.Length + 8).Append(anywhere ? "%" : "");
        foreach (var c in Text(text))
        {
            if (LikeSpecial.Contains(c))
                pattern.Append(LikeEscape);
            pattern.Append(c);
        }

        return pattern.Append('%').ToString();
    }

    private static string Text(string text)
    {
        // Almost every text is within this range, and then one vectorised look is all.
        if (text.AsSpan().IndexOfAnyExceptInRange('\u0001', '\ud7ff') >= 0 && !IsWellFormed(text))
            throw new QueryRefusedException(QueryRefusal.MalformedText);
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
