namespace Cks.Benchmarks;

/// <summary>What a list of services is narrowed to; every condition may be left out.</summary>
internal sealed record ServiceSearch(string? Tenant, bool? IsTest, string? Center, string? Status, long? LeastPrice, int Limit)
{
    /// <summary>Searches with all conditions and values of all kinds.</summary>
    public static IReadOnlyList<ServiceSearch> Create(int count)
    {
        var random = new Random(2);
        string[] statuses = ["active", "created", "completed", "verified", "cancelled"];
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new ServiceSearch(
                $"tenant-{random.Next(40)}", random.Next(2) == 0, $"CEN-{random.Next(1_000):000}", random.GetItems(statuses, 1)[0], random.NextInt64(1_000_000), 1 + random.Next(200))),
        ];
    }
}
