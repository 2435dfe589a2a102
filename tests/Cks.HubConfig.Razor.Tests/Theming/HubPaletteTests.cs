using CsCheck;

namespace Cks.HubConfig.Razor.Tests;

public sealed class HubPaletteTests
{
    private static readonly Gen<HubColor> Colors = Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, (r, g, b) => new HubColor(r, g, b));

    [Fact]
    public void Text_is_readable_on_every_colour() => Gen.Select(Colors, Colors).Sample(
        (primary, accent) =>
        {
            var palette = HubPalette.Of(new(primary, accent));
            Assert.True(palette.OnPrimary.ContrastWith(palette.Primary) >= HubPalette.MinContrast, $"{palette.Primary}");
            Assert.True(palette.OnAccent.ContrastWith(palette.Accent) >= HubPalette.MinContrast, $"{palette.Accent}");
        },
        iter: 20_000);

    [Theory]
    [InlineData("#000000", "#ffffff")]
    [InlineData("#ffffff", "#000000")]
    [InlineData("#767676", "#ffffff")] // the lightest grey that white can be read on
    [InlineData("#777777", "#000000")]
    public void White_is_taken_as_long_as_it_can_be_read(string background, string text)
    {
        Assert.True(HubColor.TryParse(background, out var color));
        Assert.Equal(text, HubPalette.TextOn(color).ToString());
    }
}
