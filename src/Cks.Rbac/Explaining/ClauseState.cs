namespace Cks.Rbac;

/// <summary>How a clause stands to what it asks.</summary>
public enum ClauseState : byte
{
    /// <summary>It is otherwise.</summary>
    Differs,

    /// <summary>The resource does not have the attribute.</summary>
    AttributeMissing,

    /// <summary>The subject does not have a value that the attribute is compared with.</summary>
    SubjectValueMissing,
}
