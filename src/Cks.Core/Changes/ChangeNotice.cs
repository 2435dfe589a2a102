using System.Text.RegularExpressions;

namespace Cks.Core;

/// <summary>
/// Says that something changed, not what it is now: small enough for any bus (a PostgreSQL notification holds 8,000 bytes and a channel name 63), and harmless when it is lost or seen by others.
/// </summary>
public sealed partial record ChangeNotice
{
    /// <summary>Longest <see cref="Key"/>, in characters.</summary>
    public const int LongestKey = 512;

    /// <summary>Longest <see cref="Version"/>, in characters.</summary>
    public const int LongestVersion = 128;

    /// <summary>A change of one thing.</summary>
    /// <param name="topic">Kind of thing: a lower-case letter, then up to 62 of <c>a-z</c>, <c>0-9</c>, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <param name="key">Which thing; 1 to <see cref="LongestKey"/> characters.</param>
    /// <param name="version">The version it has now, as text; empty where there is none.</param>
    /// <exception cref="ArgumentException">A part is too long or not well formed.</exception>
    public ChangeNotice(string topic, string key, string version = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(version);
        if (key.Length > LongestKey || version.Length > LongestVersion)
            throw new ArgumentException($"A key has at most {LongestKey} characters and a version {LongestVersion}.", nameof(key));
        (Topic, Key, Version) = (Checked(topic), key, version);
    }

    private ChangeNotice(string topic) => (Topic, Key, Version) = (topic, "", "");

    /// <summary>Kind of thing.</summary>
    public string Topic { get; }

    /// <summary>Which thing; empty when this is a call to resynchronize.</summary>
    public string Key { get; }

    /// <summary>The version it has now; empty where there is none.</summary>
    public string Version { get; }

    /// <summary>Whether notices of this topic may have been missed: read everything again.</summary>
    public bool IsResynchronize => Key.Length == 0;

    /// <summary>A call to read everything of a topic again, because notices may have been missed.</summary>
    /// <exception cref="ArgumentException">The topic is not well formed.</exception>
    public static ChangeNotice Resynchronize(string topic) => new(Checked(topic));

    internal static string Checked(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return Form().IsMatch(topic) ? topic : throw new ArgumentException("A topic is a lower-case letter and up to 62 of a-z, 0-9, '.', '_' and '-'.", nameof(topic));
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
