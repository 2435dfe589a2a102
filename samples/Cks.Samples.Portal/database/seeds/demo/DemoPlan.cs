namespace Cks.Samples.Portal.Database;

/// <summary>Everybody whom the demo names, in the tree of development.</summary>
internal static class DemoPlan
{
    public static SeedPlan Create() => DevelopmentPlan.Create() with { Name = "demo", Products = 40, Orders = 150, Reports = 30 };
}
