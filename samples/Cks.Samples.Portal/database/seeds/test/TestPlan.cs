namespace Cks.Samples.Portal.Database;

/// <summary>Two chains and a little of everything.</summary>
internal static class TestPlan
{
    public static SeedPlan Create() => new("test")
    {
        Managers = 2,
        Contractors = [1, 1, 2, null],
        Customers = [.. Enumerable.Range(1, 8)],
        Centers = [.. Enumerable.Range(1, 12)],
        Crew = [.. Enumerable.Range(1, 40)],
        Products = 20,
        Orders = 60,
        Reports = 12,
    };
}
