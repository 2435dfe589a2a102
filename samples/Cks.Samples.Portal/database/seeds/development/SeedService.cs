namespace Cks.Samples.Portal.Database;

/// <summary>A service at a center and the crew on it, before it has columns.</summary>
internal sealed record SeedService(string Center, int Number, string Status, IReadOnlyList<string> Crew)
{
    public string Code => $"{Center}-SRV-{Number:000}";

    public bool IsArchived { get; init; }

    public bool IsTest => Center.EndsWith("-TEST", StringComparison.Ordinal);
}
