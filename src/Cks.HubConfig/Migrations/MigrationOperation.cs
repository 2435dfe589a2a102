namespace Cks.HubConfig;

/// <summary>
/// A change of the form between two neighbouring versions that can be made both ways. Upward it works on whole documents and on layers; downward on whole documents.
/// What the version that is made cannot say is preserved, so that the way back gives the same document.
/// </summary>
internal abstract class MigrationOperation
{
    /// <summary>All that the operation does, in words that never change once the step is released: the digest of a step is made of them.</summary>
    public abstract string Definition { get; }

    /// <summary>What a lock of the older version locks in the newer one.</summary>
    public virtual IEnumerable<string> Lock(string pointer) => [pointer];

    public abstract void Up(MigrationRun run);

    public abstract void Down(MigrationRun run);
}
