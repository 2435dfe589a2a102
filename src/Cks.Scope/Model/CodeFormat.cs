using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cks.Scope;

/// <summary>
/// The one way in which codes are written: a prefix, a dash, at least three digits, upper case, and <c>-TEST</c> at the end of a test user's code.
/// Reading accepts any case, a missing dash, missing zeros and the aliases of a prefix.
/// </summary>
/// <param name="prefix">Canonical prefix, such as <c>WHS</c>.</param>
/// <param name="aliases">Prefixes that are accepted on input only, such as <c>WH</c>.</param>
public sealed class CodeFormat(string prefix, IReadOnlyList<string> aliases)
{
    private const string TestSuffix = "-TEST";
    private const int LongestCode = 32;

    /// <summary>Canonical prefix.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>Prefixes that are accepted on input only.</summary>
    public IReadOnlyList<string> Aliases { get; } = aliases;

    /// <summary>Brings a code into its canonical form: <c>whs7</c> becomes <c>WHS-007</c>.</summary>
    /// <returns>Whether the text is a code of this format.</returns>
    public bool TryNormalize([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? code)
    {
        code = text;
        if (code is not null && IsNormal(code))
            return true;
        code = null;
        if (text is null || text.Length > LongestCode || LettersOf(text.AsSpan().Trim()) is not { } letters)
            return false; // most texts are of another entity; of these nothing is written anew
        var upper = text.Trim().ToUpperInvariant();
        var isTest = upper.EndsWith(TestSuffix, StringComparison.Ordinal);
        var body = isTest ? upper[..^TestSuffix.Length] : upper;
        var digits = body.AsSpan(letters);
        if (digits is ['-', .. var rest])
            digits = rest;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        code = string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{number:000}{(isTest ? TestSuffix : "")}");
        return true;
    }

    // Most texts are written as they should be, and stay what they are. Longer numbers are looked at whole.
    private bool IsNormal(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        text = text[Prefix.Length..];
        if (text.EndsWith(TestSuffix, StringComparison.Ordinal))
            text = text[..^TestSuffix.Length];
        return text is ['-', _, _, _] or ['-', not '0', _, _, _, ..] && text.Length < 18 && !text[1..].ContainsAnyExceptInRange('0', '9');
    }

    // How many letters the prefix has with which a text begins; null for the prefix of something else.
    private int? LettersOf(ReadOnlySpan<char> text)
    {
        var letters = 0;
        while (letters < text.Length && char.IsAsciiLetter(text[letters]))
            letters++;
        var start = text[..letters];
        var isOurs = start.Equals(Prefix, StringComparison.OrdinalIgnoreCase);
        for (var i = 0; i < Aliases.Count && !isOurs; i++)
            isOurs = start.Equals(Aliases[i], StringComparison.OrdinalIgnoreCase);
        return isOurs ? letters : null;
    }
}
