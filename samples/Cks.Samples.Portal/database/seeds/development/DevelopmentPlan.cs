namespace Cks.Samples.Portal.Database;

/// <summary>Enough to see pages turn and indexes work.</summary>
internal static class DevelopmentPlan
{
    public static SeedPlan Create() => new("development")
    {
        Managers = 6,

        // MGR-001 has 30 % of the contractors and so about 30 % of everything.
        Contractors = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, null, null],
        Customers = [.. Enumerable.Range(1, 60)],

        // Past 999 the order of text is no longer the order of numbers.
        Centers = [.. Enumerable.Range(1, 148), 1000, 1001],
        Crew = [.. Enumerable.Range(1, 894), .. Enumerable.Range(996, 6)],
        Products = 250,
        Orders = 1_500,
        Reports = 150,
    };
}
