namespace Cks.HubConfig.Tests;

public sealed class FlagHashTests
{
    /// <summary>Made by another implementation of XXH3 (the reference in C, compiled for Node). They stand in docs/hub-flags.md and never change.</summary>
    public static TheoryData<string, string, int> Vectors => new()
    {
        { "newCalendar", "u1", 993448 },
        { "newCalendar", "u2", 976579 },
        { "newCalendar", "0", 746891 },
        { "newCalendar", "user_2abCDefGHijk", 127805 },
        { "bulk-operations", "u1", 494386 },
        { "a", "bc", 262308 },
        { "ab", "c", 457894 },
        { "newCalendar", "Müller-Łódź", 89170 },
        { "newCalendar", "😀", 75334 },
        { "z.z_z-9", "acme", 855850 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Part_of_a_unit_is_the_published_one(string seed, string unit, int part) => Assert.Equal(part, FlagHash.PartOf(seed, unit));

    [Fact]
    public void Unit_that_is_too_long_for_the_stack_is_hashed_the_same() => Assert.Equal(858791, FlagHash.PartOf("newCalendar", new string('x', 1000)));

    [Fact]
    public void Published_vectors_are_those_of_the_page()
    {
        var page = File.ReadAllText(Path.Combine(Portal.Repository(), "docs", "hub-flags.md"));
        Assert.All(Vectors, v => Assert.Contains($"| `{v.Data.Item1}` | `{v.Data.Item2}` | {v.Data.Item3} |", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "u1")]
    [InlineData("a\u001f", "u1")]
    [InlineData("a", "")]
    public void Seed_and_unit_that_could_be_two_pairs_are_refused(string seed, string unit) => Assert.Throws<ArgumentException>(() => FlagHash.PartOf(seed, unit));
}
