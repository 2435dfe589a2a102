namespace Cks.Analyzers;

/// <summary>The form of a capability, as Cks.Rbac has it.</summary>
internal static class Capability
{
    private const int LongestSegment = 64;

    /// <summary>Whether a text is <c>resource:action</c>.</summary>
    public static bool IsWellFormed(string text) => text.IndexOf(':') is > 0 and var colon && IsSegment(text, 0, colon) && IsSegment(text, colon + 1, text.Length);

    /// <summary>The part before the colon.</summary>
    public static string Resource(string capability) => capability.Substring(0, capability.IndexOf(':'));

    /// <summary>The part after the colon.</summary>
    public static string Action(string capability) => capability.Substring(capability.IndexOf(':') + 1);

    private static bool IsSegment(string text, int from, int to)
    {
        if (to - from is < 1 or > LongestSegment || text[from] is < 'a' or > 'z')
            return false;
        for (var i = from; i < to; i++)
        {
            if (text[i] is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'))
                return false;
        }

        return true;
    }
}
