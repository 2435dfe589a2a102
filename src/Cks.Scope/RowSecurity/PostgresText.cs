using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cks.Scope;

/// <summary>Names and texts as they stand in a script.</summary>
internal static class PostgresText
{
    /// <summary>A name that could not be meant for a keyword.</summary>
    public static string Quote(string name) => $"\"{name}\"";

    /// <summary>A text, whatever is in it. What would end it, or the body of a function around it, is escaped.</summary>
    public static string Literal(string text)
    {
        if (!text.Any(c => c is '$' or '\\' || char.IsControl(c)))
            return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        var escaped = new StringBuilder("U&'");
        foreach (var c in text)
            _ = c == '\'' ? escaped.Append("''") : c is '$' or '\\' || char.IsControl(c) ? escaped.Append(CultureInfo.InvariantCulture, $"\\{(int)c:x4}") : escaped.Append(c);
        return escaped.Append('\'').ToString();
    }

    /// <summary>A name made of others, which tells apart what they have in common by a hash of what it is for.</summary>
    public static string Name(string first, string second, string meaning) =>
        $"{Cut(first)}_{Cut(second)}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{first}\n{second}\n{meaning}")))[..8]}";

    private static string Cut(string name) => string.Concat(name.Take(20).Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '_'));
}
