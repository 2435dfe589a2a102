namespace Cks.Samples.Portal.Database;

/// <summary>A center, or only a customer, and who stands above it at some time.</summary>
internal sealed record SeedChain(string? Center, string? Customer, string? Contractor, string? Manager)
{
    /// <summary>The codes that are there.</summary>
    public IEnumerable<string> Codes => new[] { Center, Customer, Contractor, Manager }.OfType<string>();
}
