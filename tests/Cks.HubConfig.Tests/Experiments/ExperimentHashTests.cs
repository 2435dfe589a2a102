namespace Cks.HubConfig.Tests;

public sealed class ExperimentHashTests
{
    /// <summary>Made by another implementation of XXH3, written for that from its specification. They stand in docs/hub-experiments.md and never change.</summary>
    [Theory]
    [InlineData("newLayout", "u1", 10670)]
    [InlineData("newLayout", "u2", 468723)]
    [InlineData("newLayout", "user_2abCDefGHijk", 969166)]
    [InlineData("newCalendar", "u1", 651261)]
    [InlineData("a", "bc", 488617)]
    [InlineData("ab", "c", 969813)]
    [InlineData("newLayout", "Müller-Łódź", 741453)]
    [InlineData("z.z_z-9", "acme", 330741)]
    public void Part_of_a_unit_is_what_the_page_says(string seed, string unit, int part) => Assert.Equal(part, ExperimentHash.PartOf(seed, unit));

    [Theory]
    [InlineData("dashboard", "u1", 950617)]
    [InlineData("dashboard", "u2", 762693)]
    [InlineData("newLayout", "u1", 396082)]
    [InlineData("dashboard", "😀", 32674)]
    public void Part_of_a_unit_in_a_group_is_what_the_page_says(string group, string unit, int part) => Assert.Equal(part, ExperimentHash.PartOfGroup(group, unit));

    [Fact]
    public void Published_vectors_are_those_of_the_page()
    {
        var page = File.ReadAllText(Path.Combine(Portal.Repository(), "docs", "hub-experiments.md"));
        foreach (var (kind, method) in ((string, string)[])[("experiment", nameof(Part_of_a_unit_is_what_the_page_says)), ("group", nameof(Part_of_a_unit_in_a_group_is_what_the_page_says))])
        {
            var vectors = typeof(ExperimentHashTests).GetMethod(method)!.GetCustomAttributesData().Where(a => a.AttributeType == typeof(InlineDataAttribute)).ToArray();
            Assert.True(vectors.Length >= 4);
            Assert.All(vectors, v =>
            {
                var data = ((IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)v.ConstructorArguments[0].Value!).Select(a => a.Value).ToArray();
                Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"| {kind} | `{data[0]}` | `{data[1]}` | {data[2]} |"), page, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void What_is_no_name_or_no_unit_has_no_part()
    {
        Assert.Throws<ArgumentException>(() => ExperimentHash.PartOf("a b", "u"));
        Assert.Throws<ArgumentException>(() => ExperimentHash.PartOf("a", ""));
        Assert.Throws<ArgumentException>(() => ExperimentHash.PartOfGroup("", "u"));
    }
}
