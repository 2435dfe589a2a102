namespace Cks.Scope;

/// <summary>Stable texts of the reasons, as they stand in answers.</summary>
public static class ScopeListReasonExtensions
{
    /// <summary>The reason in snake case, such as <c>bad_cursor</c>.</summary>
    public static string ToText(this ScopeListReason reason) => reason switch
    {
        ScopeListReason.Found => "found",
        ScopeListReason.BadCursor => "bad_cursor",
        ScopeListReason.BadFilter => "bad_filter",
        ScopeListReason.BadSort => "bad_sort",
        _ => "unknown_set",
    };
}
