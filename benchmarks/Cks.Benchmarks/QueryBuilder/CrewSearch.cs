namespace Cks.Benchmarks;

/// <summary>What a list of crew is narrowed to.</summary>
internal sealed record CrewSearch(string Tenant, bool IsTest, string Manager, string Status, long LeastPoints)
{
    /// <summary>Searches with values of all kinds.</summary>
    public static IReadOnlyList<CrewSearch> Create(int count)
    {
        var random = new Random(2);
        string[] statuses = ["active", "assigned", "pending", "operational", "unassigned"];
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new CrewSearch(
                $"tenant-{random.Next(40)}", random.Next(2) == 0, $"MGR-{random.Next(1_000):000}", random.GetItems(statuses, 1)[0], random.NextInt64(1_000_000))),
        ];
    }
}
