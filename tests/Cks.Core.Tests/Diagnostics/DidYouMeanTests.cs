using CsCheck;

namespace Cks.Core.Tests;

public sealed class DidYouMeanTests
{
    private static readonly Gen<string> Names = Gen.Char["abcdeABCDE:"].Array[0, 12].Select(c => new string(c));

    [Theory]
    [InlineData("order:accept", "orders:accept")]
    [InlineData("orders:acept", "orders:accept")]
    [InlineData("ORDERS:ACCEPT", "orders:accept")]
    [InlineData("oders:acecpt", "orders:accept")]
    [InlineData("jobs:delete", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_proposed(string name, string? expected) =>
        Assert.Equal(expected, DidYouMean.Closest(name, ["orders:accept", "orders:cancel", "reports:list"]));

    [Fact]
    public void A_swap_of_neighbours_is_one_slip() => Assert.Equal("name", DidYouMean.Closest("nmae", ["name", "role"]));

    [Fact]
    public void Two_equally_near_names_give_the_first_in_ordinal_order_whatever_their_order()
    {
        Assert.Equal("cart", DidYouMean.Closest("cast", ["cost", "cart"]));
        Assert.Equal("cart", DidYouMean.Closest("cast", ["cart", "cost"]));
    }

    [Fact]
    public void A_name_too_long_to_be_a_slip_is_not_compared() => Assert.Null(DidYouMean.Closest(new('a', 129), [new('a', 129)]));

    [Fact]
    public void The_proposal_is_what_a_plain_edit_distance_finds()
    {
        Gen.Select(Names, Names.Array[0, 8]).Sample((name, candidates) =>
        {
            var expected = candidates.Select(c => (Name: c, Distance: Distance(name, c)))
                .Where(c => c.Distance <= Math.Max(1, Math.Max(name.Length, c.Name.Length) / 3))
                .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => c.Name).FirstOrDefault();
            return DidYouMean.Closest(name, candidates) == expected;
        }, iter: 3_000);
    }

    [Fact]
    public void The_sentence_lists_what_is_known_when_nothing_is_near()
    {
        Assert.Equal("Did you mean \"name\"?", DidYouMean.Sentence("nmae", ["name", "role"]));
        Assert.Equal("Known: name, role.", DidYouMean.Sentence("colour", ["role", "name"]));
        Assert.Equal("", DidYouMean.Sentence("colour", []));
    }

    [Fact]
    public void The_sentence_stays_short_however_much_is_known()
    {
        var sentence = DidYouMean.Sentence("colour", [.. Enumerable.Range(0, 500).Select(i => $"property-{i:000}")]);

        Assert.Contains("property-019", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("property-020", sentence, StringComparison.Ordinal);
    }

    /// <summary>The definition, without a table: edits of one character and swaps of two neighbours, no part edited twice.</summary>
    private static int Distance(string a, string b)
    {
        var known = new Dictionary<(int, int), int>();
        return From(a.Length, b.Length);

        int From(int i, int j)
        {
            if (i == 0 || j == 0)
                return i + j;
            if (known.TryGetValue((i, j), out var distance))
                return distance;
            var best = Math.Min(Math.Min(From(i - 1, j), From(i, j - 1)) + 1, From(i - 1, j - 1) + (Same(i, j) ? 0 : 1));
            if (i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j))
                best = Math.Min(best, From(i - 2, j - 2) + 1);
            return known[(i, j)] = best;
        }

        bool Same(int i, int j) => char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
    }
}
