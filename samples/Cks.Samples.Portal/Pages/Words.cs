using System.Globalization;
using System.Text.RegularExpressions;

namespace Cks.Samples.Portal.Pages;

/// <summary>Names and values as people read them.</summary>
internal static partial class Words
{
    /// <summary><c>crewCount</c>, <c>start-delivery</c> and <c>service_created</c> as words.</summary>
    public static string Of(string name)
    {
        var words = WordStart().Replace(name.Replace('-', ' ').Replace('_', ' '), " $1").ToLowerInvariant().Trim();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A value of a row or a summary.</summary>
    public static string Display(object? value) => value switch
    {
        null => "-",
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
