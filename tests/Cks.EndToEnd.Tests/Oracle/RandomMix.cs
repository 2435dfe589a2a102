namespace Cks.Tests.Oracle;

/// <summary>What random graphs hold, as counts that add up.</summary>
public sealed record RandomMix(
    int Graphs, int Entities, int Foreign, int Test, int Unassigned, int Parents, int ArchivedParents, int Orders, int OrdersByTwoPaths, int Smallest, int Largest)
{
    /// <summary>The share of the entities that belong to the second tenant, under codes that the first one has as well.</summary>
    public double ForeignShare => (double)Foreign / Entities;

    /// <summary>The share of the archived among the people and places that have something below them.</summary>
    public double ArchivedParentShare => (double)ArchivedParents / Parents;

    /// <summary>The share of the orders that somebody reaches in two ways.</summary>
    public double TwoPathShare => (double)OrdersByTwoPaths / Orders;

    public static RandomMix operator +(RandomMix left, RandomMix right) => new(
        left.Graphs + right.Graphs,
        left.Entities + right.Entities,
        left.Foreign + right.Foreign,
        left.Test + right.Test,
        left.Unassigned + right.Unassigned,
        left.Parents + right.Parents,
        left.ArchivedParents + right.ArchivedParents,
        left.Orders + right.Orders,
        left.OrdersByTwoPaths + right.OrdersByTwoPaths,
        Math.Min(left.Smallest, right.Smallest),
        Math.Max(left.Largest, right.Largest));

    public override string ToString() =>
        $"{Graphs} graphs of {Smallest} to {Largest} entities, {Entities} in all: {ForeignShare:P0} of a second tenant, {(double)Test / Entities:P0} test rows, "
        + $"{Unassigned} without a parent; {ArchivedParentShare:P0} of {Parents} parents archived; {TwoPathShare:P0} of {Orders} orders reached in two ways";
}
