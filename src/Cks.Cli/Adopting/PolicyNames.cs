using System.Text;

namespace Cks.Cli;

/// <summary>Gives names of an application a form that a policy takes, each another one: two that come to the same text are numbered, never merged.</summary>
internal sealed class PolicyNames
{
    private const int Longest = 48;

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Names whose form is right already; they keep it, whatever others come to.</summary>
    public void Keep(IEnumerable<string> names)
    {
        foreach (var name in names.Where(n => Form(n) == n))
            _taken.Add(_given[name] = name);
    }

    /// <summary>The name for one of the application's; the same for the same.</summary>
    public string For(string name)
    {
        if (_given.TryGetValue(name, out var known))
            return known;
        return _given[name] = New(name);
    }

    /// <summary>A name that nobody else has.</summary>
    public string New(string name)
    {
        var form = Form(name);
        var unique = form;
        for (var n = 2; !_taken.Add(unique); n++)
            unique = $"{form}-{n}";
        return unique;
    }

    /// <summary>Lower case, words by hyphens: "GetByCode" is "get-by-code".</summary>
    private static string Form(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length && text.Length < Longest; i++)
        {
            var c = name[i];
            if (char.IsAsciiLetterUpper(c) && i > 0 && (char.IsAsciiLetterLower(name[i - 1]) || char.IsAsciiDigit(name[i - 1]) || (char.IsAsciiLetterUpper(name[i - 1]) && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))))
                Hyphen();
            if (char.IsAsciiLetterOrDigit(c))
                text.Append(char.ToLowerInvariant(c));
            else if (c == '_')
                text.Append(c);
            else
                Hyphen();
        }

        var form = text.ToString().TrimEnd('-');
        return form.Length == 0 ? "x" : char.IsAsciiLetter(form[0]) ? form : $"x-{form.TrimStart('-', '_')}".TrimEnd('-');

        void Hyphen()
        {
            if (text.Length > 0 && text[^1] != '-')
                text.Append('-');
        }
    }
}
