namespace Cks.Core;

/// <summary>How a revision came about.</summary>
public enum SnapshotOrigin
{
    /// <summary>Read from where the application says that its documents are.</summary>
    Documents,

    /// <summary>Read again because another host announced a change.</summary>
    Bus,

    /// <summary>An earlier revision, brought back by somebody.</summary>
    Rollback,

    /// <summary>Read from this host's own copy, because the documents could not be reached at start.</summary>
    LastKnownGood,

    /// <summary>What the application carries for a start at which neither the documents nor a copy of them can be used.</summary>
    BuiltIn,
}
