namespace Cks.Samples.Portal.Database;

/// <summary>A row of a role table before it has columns.</summary>
internal sealed record SeedPerson(string Role, string Code, int Number, string Name)
{
    public string? Parent { get; init; }

    /// <summary>The parent until <see cref="SeedTimes.Moves"/>, where it was another.</summary>
    public string? FormerParent { get; init; }

    public string? Status { get; init; } = "active";

    public bool IsArchived { get; init; }

    public bool IsLinked { get; init; } = true;

    public bool IsTest => Code.EndsWith("-TEST", StringComparison.Ordinal);

    public DateTime CreatedAt => SeedTimes.Created(Number);

    public DateTime? ArchivedAt => IsArchived ? SeedTimes.Archived(Number) : null;
}
