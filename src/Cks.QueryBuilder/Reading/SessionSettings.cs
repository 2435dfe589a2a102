using System.Globalization;
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
        foreach (var (name, _) in settings)
        {
            if (!Form.IsMatch(name))
                throw new ArgumentException($"\"{name}\" is no setting of an application: write app.name, in lower case.", nameof(settings));
        }

        _values = [.. settings.SelectMany(s => new[] { s.Key, (string)QueryValue.Of(s.Value) })];
        Sql = Text(settings.Count);
    }

    private SessionSettings(string[] values) => (_values, Sql) = (values, Text(values.Length / 2));

    /// <summary>Settings of the server that limit how long a transaction lives; each 1 millisecond at least, because 0 is no limit.</summary>
    /// <param name="idle">Between two statements; then the server ends the session, and with it whatever it holds.</param>
    /// <param name="lockWait">For one lock.</param>
    /// <param name="statement">For one statement, its waits for locks included.</param>
    internal static SessionSettings Limits(TimeSpan idle, TimeSpan lockWait, TimeSpan statement) =>
        new(["idle_in_transaction_session_timeout", Milliseconds(idle), "lock_timeout", Milliseconds(lockWait), "statement_timeout", Milliseconds(statement)]);

    internal string Sql { get; }

    internal IReadOnlyList<string> Values => _values;

    /// <summary>The names; never the values.</summary>
    public override string ToString() => string.Join(", ", _values.Where((_, i) => i % 2 == 0));

    // Without a column: nobody takes the answer for rows.
    private static string Text(int count) => $"SELECT FROM {string.Join(", ", Enumerable.Range(0, count).Select(i => $"set_config(${(i * 2) + 1}, ${(i * 2) + 2}, true) AS s{i}"))}";

    private static string Milliseconds(TimeSpan time) => Math.Max((long)time.TotalMilliseconds, 1).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,30}(\.[a-z_][a-z0-9_]{0,30})+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }
}
