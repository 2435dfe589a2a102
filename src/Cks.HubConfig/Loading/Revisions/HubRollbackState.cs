namespace Cks.HubConfig;

/// <summary>What became of a rollback.</summary>
public enum HubRollbackState
{
    /// <summary>The documents are in force again, as a new revision.</summary>
    Done,

    /// <summary>The new revision is written and waits for a second person.</summary>
    Waiting,

    /// <summary>There is no such revision (any more), or it never was in force.</summary>
    NotKept,

    /// <summary>It is what is in use.</summary>
    InUse,

    /// <summary>Somebody else wrote a revision meanwhile: look at it first.</summary>
    Overtaken,

    /// <summary>Its documents do not fit what the application provides, or the policy, any more.</summary>
    Refused,
}
