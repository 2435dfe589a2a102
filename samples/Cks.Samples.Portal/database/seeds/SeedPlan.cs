using System.Collections.Frozen;

namespace Cks.Samples.Portal.Database;

/// <summary>How much of everything a seeded database holds, for each of its two tenants. What the rows are like is the same in every plan.</summary>
/// <param name="Name">Name of the plan and of its folder.</param>
public sealed record SeedPlan(string Name)
{
    /// <summary>The plans by name.</summary>
    public static FrozenDictionary<string, SeedPlan> All { get; } =
        new[] { DevelopmentPlan.Create(), TestPlan.Create(), DemoPlan.Create() }.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>The default.</summary>
    public static SeedPlan Development => All["development"];

    /// <summary>So small that a test host starts at once.</summary>
    public static SeedPlan Test => All["test"];

    /// <summary>The people of development with less history.</summary>
    public static SeedPlan Demo => All["demo"];

    /// <summary>Managers, numbered from 1.</summary>
    public required int Managers { get; init; }

    /// <summary>The manager of each contractor; null is one that waits for a manager.</summary>
    public required IReadOnlyList<int?> Contractors { get; init; }

    /// <summary>Numbers of the customers.</summary>
    public required IReadOnlyList<int> Customers { get; init; }

    /// <summary>Numbers of the centers.</summary>
    public required IReadOnlyList<int> Centers { get; init; }

    /// <summary>Numbers of the crew.</summary>
    public required IReadOnlyList<int> Crew { get; init; }

    /// <summary>Products of the catalog.</summary>
    public required int Products { get; init; }

    /// <summary>Orders, besides those of the test users.</summary>
    public required int Orders { get; init; }

    /// <summary>Reports and feedback, besides those of the test users.</summary>
    public required int Reports { get; init; }
}
