using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Cks.Core;

/// <summary>A regular expression of a schema, made once. Never runs longer than the time that is left.</summary>
internal sealed class SchemaPattern
{
    // Beyond it the engine that never goes back takes too much memory, and most of a second to be made.
    private const int LargestAutomaton = 500;
    private const int Stack = 256;

    private readonly LinearPattern? _linear;
    private readonly Regex _regex;

    // What takes time in proportion to the text needs no clock for a short one: each match costs work as well.
    private readonly bool _isSteady;

    private SchemaPattern(string text, LinearPattern? linear, Regex regex) =>
        (Text, _linear, _regex, _isSteady) = (text, linear, regex, regex.Options.HasFlag(RegexOptions.NonBacktracking));

    /// <summary>As written in the schema.</summary>
    public string Text { get; }

    /// <summary>Makes a pattern, or says why it cannot be made.</summary>
    public static SchemaPattern? Create(string text, TimeSpan timeout, out string error)
    {
        var pattern = EcmaPattern.Parse(text);
        error = pattern.Error ?? "";
        if (pattern.Error is not null)
            return null;
        var options = RegexOptions.CultureInvariant | (pattern.LooksAround || pattern.Size > LargestAutomaton ? RegexOptions.None : RegexOptions.NonBacktracking);
        try
        {
            return new(text, pattern.Linear, new Regex(pattern.Translated, options, timeout));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = "it is more than the engine can hold";
            return null;
        }
    }

    /// <summary>Whether the pattern is found in a text; <see langword="null"/> when the time is used up.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="left">Time that is left; what is used is taken off.</param>
    public bool? IsMatch(ReadOnlySpan<byte> utf8, ref TimeSpan left)
    {
        if (_linear?.IsMatch(utf8) is { } known)
            return known;
        if (left <= TimeSpan.Zero)
            return null;
        char[]? rented = null;
        Span<char> text = utf8.Length <= Stack ? stackalloc char[Stack] : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        var isTimed = !_isSteady || utf8.Length > Stack;
        var start = isTimed ? TimeProvider.System.GetTimestamp() : 0;
        try
        {
            return _regex.IsMatch(text[..Encoding.UTF8.GetChars(utf8, text)]);
        }
        catch (RegexMatchTimeoutException)
        {
            left = TimeSpan.Zero;
            return null;
        }
        finally
        {
            if (isTimed)
                left -= TimeProvider.System.GetElapsedTime(start);
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }
}
