using System.Text.RegularExpressions;

namespace Cks.QueryBuilder;

/// <summary>
/// What a PostgreSQL session is told for the length of one transaction, for the policies and functions of the database that look at it. Sent as values, in the round trip of what is read.
/// Only settings of the application's own, such as <c>app.tenant</c>: none that the server has.
/// </summary>
public sealed partial class SessionSettings
{
    private readonly string[] _values;

    /// <param name="settings">Names, in lower case and with a dot in each, and values.</param>
    /// <exception cref="ArgumentException">There is none, or a name is not one of an application's own setting.</exception>
    /// <exception cref="QueryRefusedException">A value holds U+0000 or half of a surrogate pair.</exception>
    public SessionSettings(params IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Count == 0)
            throw new ArgumentException("There is no setting.", nameof(settings));
        _values = new string[settings.Count * 2];
        for (var i = 0; i < settings.Count; i++)
        {
            if (!Form.IsMatch(settings[i].Key))
                throw new ArgumentException($"\"{settings[i].Key}\" is no setting of an application: write app.name, in lower case.", nameof(settings));
            (_values[i * 2], _values[(i * 2) + 1]) = (settings[i].Key, (string)QueryValue.Of(settings[i].Value));
        }

        // Without a column: nobody takes the answer for rows.
        Sql = $"SELECT FROM {string.Join(", ", Enumerable.Range(0, settings.Count).Select(i => $"set_config(${(i * 2) + 1}, ${(i * 2) + 2}, true) AS s{i}"))}";
    }

    internal string Sql { get; }

    internal IReadOnlyList<string> Values => _values;

    /// <summary>The names; never the values.</summary>
    public override string ToString() => string.Join(", ", _values.Where((_, i) => i % 2 == 0));

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,30}(\.[a-z_][a-z0-9_]{0,30})+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }
}
