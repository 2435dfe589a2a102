namespace Cks.Core;

/// <summary>Why a candidate did not come into use.</summary>
public enum SnapshotRefusalReason
{
    /// <summary>It did come into use.</summary>
    None,

    /// <summary>The document is missing or broken.</summary>
    Document,

    /// <summary>An analyzer refused the step from the revision in use.</summary>
    Analysis,

    /// <summary>The revision to roll back to is not kept (any more).</summary>
    NotKept,

    /// <summary>The revision to roll back to is the one in use.</summary>
    InUse,

    /// <summary>Another revision is in use than the one that whoever rolls back has seen.</summary>
    Overtaken,
}
