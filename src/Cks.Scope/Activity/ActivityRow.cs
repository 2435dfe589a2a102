namespace Cks.Scope;

/// <summary>An event as it is kept, whoever reads it.</summary>
internal sealed record ActivityRow(string Id, DateTimeOffset At, string Type, string Description, string Actor, string ActorRole, string Target, string TargetType)
{
    /// <summary>The codes of the rows that it is about, by the name of the id; <see langword="null"/> for an id that it does not have.</summary>
    public required Func<string, string?> Ids { get; init; }
}
