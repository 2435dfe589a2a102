using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubColorTests
{
    [Theory]
    [InlineData("#2563eb", 0x25, 0x63, 0xeb, "#2563eb")]
    [InlineData("#ABC", 0xaa, 0xbb, 0xcc, "#aabbcc")]
    [InlineData("#000", 0, 0, 0, "#000000")]
    public void Colour_is_a_parsed_value(string text, byte red, byte green, byte blue, string canonical)
    {
        Assert.True(HubColor.TryParse(text, out var color));
        Assert.Equal(new HubColor(red, green, blue), color);
        Assert.Equal(canonical, color.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2563eb")]
    [InlineData("#12")]
    [InlineData("#12345")]
    [InlineData("#12345678")]
    [InlineData("#12345g")]
    [InlineData("#+12345")]
    [InlineData("#12 345")]
    [InlineData("red")]
    [InlineData("url(//x)")]
    [InlineData("#١٢٣")]
    [InlineData("#fff\n")]
    public void S22_Anything_else_of_CSS_is_refused(string? text) => Assert.False(HubColor.TryParse(text, out _));

    [Fact]
    public void Every_colour_reads_back_what_it_writes() =>
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, (r, g, b) => new HubColor(r, g, b)).Sample(c => HubColor.TryParse(c.ToString(), out var back) && back == c, iter: 2_000);
}
