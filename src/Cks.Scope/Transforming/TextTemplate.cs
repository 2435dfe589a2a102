using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Cks.Scope;

/// <summary>A text with names in braces, such as <c>You ordered {title}</c>.</summary>
internal sealed partial class TextTemplate
{
    private readonly string[] _parts;

    private readonly string _text;

    private TextTemplate(string text, string[] parts) => (_text, _parts) = (text, parts);

    /// <summary>The names, in their order.</summary>
    public IEnumerable<string> Names => _parts.Where((_, i) => i % 2 == 1);

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Name { get; }

    /// <summary>Reads one; a brace that stands around no name makes it none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TextTemplate? template)
    {
        var parts = Name.Split(text); // every other part is a name
        template = parts.Where((_, i) => i % 2 == 0).All(p => p.AsSpan().IndexOfAny('{', '}') < 0) ? new(text, parts) : null;
        return template is not null;
    }

    /// <summary>The text with a value for each name; <see langword="null"/> where one has none.</summary>
    public string? Fill(Func<string, object?> valueOf)
    {
        var parts = (string[])_parts.Clone();
        for (var i = 1; i < parts.Length; i += 2)
        {
            if (Text(valueOf(parts[i])) is not { } value)
                return null;
            parts[i] = value;
        }

        return string.Concat(parts);
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
