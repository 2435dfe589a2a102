namespace Cks.HubConfig;

/// <summary>Paths in which <c>*</c> stands for one whole segment.</summary>
internal static class SegmentPattern
{
    // A star is no character of a path: what is left when each is one of a segment's has to be a path.
    public static bool IsWellFormed(string pattern) => pattern.Split('/').All(s => s == "*" || !s.Contains('*', StringComparison.Ordinal)) && HubPath.TryParse(pattern.Replace('*', 'x'), out _);

    public static bool Admits(string pattern, string path)
    {
        if (pattern == path)
            return true;
        string[] asked = pattern.Split('/'), given = path.Split('/');
        return asked.Length == given.Length && asked.Zip(given).All(s => s.First == "*" || s.First == s.Second);
    }
}
