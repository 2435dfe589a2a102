namespace Cks.Scope;

/// <summary>Why a page was not found.</summary>
public enum ScopeListReason
{
    /// <summary>It was found.</summary>
    Found,

    /// <summary>The role has no set of this name, or the subject may not see it.</summary>
    UnknownSet,

    /// <summary>The cursor is not one of ours, is older than an hour, or belongs to another subject, set, order or filters.</summary>
    BadCursor,

    /// <summary>A field is none that the subject may filter by, a value is not of its type, or there are too many filters or values.</summary>
    BadFilter,

    /// <summary>The field to sort by is none that the subject may sort by, or a row at the end of the page has too long a text there to begin the next page with.</summary>
    BadSort,
}
