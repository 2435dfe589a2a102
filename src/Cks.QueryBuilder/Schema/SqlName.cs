using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>What a table or column may be called: <c>[a-z_][a-z0-9_]{0,62}</c>, so that it fits PostgreSQL's 63 bytes and means the same quoted and unquoted.</summary>
internal static partial class SqlName
{
    public const string NotAllowed = "The name of a table or column is not allowed.";
    public const string Fix = "Use 1 to 63 lower-case letters, digits and underscores, not beginning with a digit.";
    private const int Longest = 63;

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    /// <summary>Whether it is worth looking the name up; keeps the cost of a hostile name constant.</summary>
    public static bool CouldBe([NotNullWhen(true)] string? name) => name is { Length: > 0 and <= Longest };

    /// <summary>Whether a table or column may be called so.</summary>
    public static bool IsAllowed(string name) => CouldBe(name) && Pattern.IsMatch(name);

    /// <summary>Throws CKS306 unless the name is allowed.</summary>
    public static void Check(string name, string where)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsAllowed(name))
            throw new CksConfigurationException(CksCodes.InvalidIdentifier, where, NotAllowed, Fix);
    }

    /// <summary>Throws CKS306 for a name that stands twice.</summary>
    public static void Duplicate(string name, string where) =>
        throw new CksConfigurationException(CksCodes.InvalidIdentifier, where, $"The name \"{name}\" is declared twice.", "Remove or rename one of them.");
}
