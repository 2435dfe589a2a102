namespace Cks.Samples.Portal.Database;

/// <summary>A service at a center and the crew on it, before it has columns.</summary>
internal sealed record SeedService(string Center, int Number, string Status, IReadOnlyList<string> Crew)
{
    public string Code => $"{Center}-SRV-{Number:000}";

    public bool IsArchived { get; init; }

    public bool IsTest => Center.EndsWith("-TEST", StringComparison.Ordinal);

    public string? CatalogService { get; init; }

    /// <summary>The warehouse that carries it out; null is the manager.</summary>
    public string? Warehouse { get; set; }

    /// <summary>When it was made; an order that became it sets this.</summary>
    public DateTime CreatedAt { get; set; } = SeedTimes.Created(Number);

    /// <summary>When it ended, where that must lie near today.</summary>
    public DateTime? EndedNearToday { get; set; }

    public DateTime? StartedAt => Status is "created" or "cancelled" ? null : EndedNearToday?.AddHours(-3) ?? CreatedAt.AddDays(7);

    public DateTime? EndedAt => Status is "completed" or "verified" ? StartedAt?.AddHours(3) : null;

    public DateTime? ArchivedAt => IsArchived ? CreatedAt.AddDays(30) : null;
}
