namespace Cks.Scope;

/// <summary>Why a page was not found.</summary>
public enum ScopeListReason
{
    /// <summary>It was found.</summary>
    Found,

    /// <summary>The subject has no set of this name, may not see it, or has no scope at all.</summary>
    UnknownSet,

    /// <summary>The cursor is not one of ours, is older than an hour, or belongs to another subject, set, order or filter.</summary>
    BadCursor,

    /// <summary>A field is not a text field that the subject may read, or the text is malformed.</summary>
    BadFilter,
}
