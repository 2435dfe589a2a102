using System.Diagnostics.CodeAnalysis;

namespace Cks.HubConfig;

/// <summary>Which versions a document can live with: from the least one up to, but without, the first that is too new.</summary>
/// <param name="Least">The first version that fits.</param>
/// <param name="Above">The first one after it that does not.</param>
internal sealed record VersionRange(SemanticVersion Least, SemanticVersion Above)
{
    public const string Form = "Write ^2.1 (2.1 and up, not 3), ~2.1 (2.1 and up, not 2.2) or 2.1.0 (that one).";

    /// <summary>Reads <c>^2.1</c>, <c>~2.1</c> or <c>2.1.0</c>. Of 0.x, where each minor version may break, <c>^</c> admits what <c>~</c> does.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        var sign = text.Length > 0 ? text[0] : '\0';
        if (!SemanticVersion.TryParse(text.AsSpan(sign is '^' or '~' ? 1 : 0), isPartial: sign is '^' or '~', out var least))
            return false;
        range = sign switch
        {
            '^' => From(least),
            '~' => new(least, new(least.Major, least.Minor + 1, 0)),
            _ => new(least, least with { Patch = least.Patch + 1 }),
        };
        return true;
    }

    /// <summary>A version and those after it that break nothing: what <c>^</c> stands for.</summary>
    public static VersionRange From(SemanticVersion least) => new(least, least.Major > 0 ? new(least.Major + 1, 0, 0) : new(0, least.Minor + 1, 0));

    public bool Admits(SemanticVersion version) => version.CompareTo(Least) >= 0 && version.CompareTo(Above) < 0;
}
