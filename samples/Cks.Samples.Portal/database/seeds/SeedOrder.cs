namespace Cks.Samples.Portal.Database;

/// <summary>An order before it has columns.</summary>
internal sealed record SeedOrder(string Code, bool IsProduct, string Creator, SeedChain Chain, string Status, DateTime At)
{
    public string? Crew { get; init; }

    public string? Warehouse { get; init; }

    public string? CatalogService { get; init; }

    public string? ManagedBy { get; init; }

    public SeedService? Service { get; init; }

    public DateTime? ExpectedAt { get; init; }

    public bool IsTest => Code.Contains("-TEST", StringComparison.Ordinal);

    /// <summary>Who is written on it.</summary>
    public IEnumerable<string> Parties => Chain.Codes.Append(Crew).Append(Warehouse).Append(Creator).OfType<string>().Distinct();
}
