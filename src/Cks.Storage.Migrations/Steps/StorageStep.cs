namespace Cks.Storage.Migrations;

/// <summary>A step of the schema, both ways, as SQL in the words of either database.</summary>
/// <param name="Version">Its number; steps are taken in this order.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Up">Makes it.</param>
/// <param name="Down">Takes it back, with what it holds.</param>
internal sealed record StorageStep(long Version, string Name, Func<StorageDdl, string> Up, Func<StorageDdl, string> Down)
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<StorageStep> All { get; } = [RevocationStep.Step, GrantStep.Step, SecurityEventStep.Step, ChangeStep.Step, SessionStep.Step, ApiKeyStep.Step, RevisionStep.Step, ImpersonationStep.Step];
}
