using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>
/// A name that stands as a comment in the text of a query, so that the database's statistics and logs tell which part of the program asked.
/// A constant of the program, never anything of a request: it belongs to the shape. Keep it in a <see langword="static readonly"/> field.
/// </summary>
public sealed partial class SqlTag
{
    /// <summary>Most tags of a process: 1,024.</summary>
    public const int MostTags = 1_024;

    private static readonly Dictionary<string, SqlTag> Registered = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    private SqlTag(string name, int id) => (Name, Id, Comment) = (name, id, $"/* {name} */");

    /// <summary>The name, as it was registered.</summary>
    public string Name { get; }

    /// <summary>Counted from 1; tells tags apart within a process.</summary>
    internal int Id { get; }

    /// <summary>As it stands in the text.</summary>
    internal string Comment { get; }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    /// <summary>Registers a tag; the same name gives the same tag again.</summary>
    /// <param name="name"><c>[a-z0-9][a-z0-9._-]{0,63}</c> without <c>--</c>, such as <c>crew.list</c>.</param>
    /// <exception cref="CksConfigurationException">The name is not allowed, or there are <see cref="MostTags"/> tags already (CKS109).</exception>
    public static SqlTag Register(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Pattern.IsMatch(name) || name.Contains("--", StringComparison.Ordinal))
            throw Refused("The name of a tag is not allowed.", "Use 1 to 64 lower-case letters, digits, points, hyphens and underscores, as in \"crew.list\".");
        lock (Gate)
        {
            if (Registered.TryGetValue(name, out var known))
                return known;
            if (Registered.Count == MostTags)
                throw Refused($"There are more than {MostTags} tags.", "Register constants only; nothing of a request belongs in a tag.");
            var tag = new SqlTag(name, Registered.Count + 1);
            Registered.Add(name, tag);
            return tag;
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static CksConfigurationException Refused(string message, string fix) => new(CksCodes.InvalidSetting, nameof(SqlTag), message, fix);
}
