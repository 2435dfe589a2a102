using CsCheck;

namespace Cks.Scope.Tests.Model;

public sealed class CodeFormatTests
{
    private static readonly CodeFormat Warehouse = new("WHS", ["WAR", "WH", "WHR"]);

    [Theory]
    [InlineData("WHS-001", "WHS-001")]
    [InlineData(" whs1 ", "WHS-001")]
    [InlineData("wh-7", "WHS-007")]
    [InlineData("WAR-001", "WHS-001")]
    [InlineData("whr00000012", "WHS-012")]
    [InlineData("WHS-1000", "WHS-1000")]
    [InlineData("whs-1-test", "WHS-001-TEST")]
    public void One_form_for_every_way_of_writing(string text, string code)
    {
        Assert.True(Warehouse.TryNormalize(text, out var normal));
        Assert.Equal(code, normal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("WHS")]
    [InlineData("WHS-")]
    [InlineData("WHS--1")]
    [InlineData("WHS-1a")]
    [InlineData("WHSX-1")]
    [InlineData("CRW-001")]
    [InlineData("WHS-١")]
    [InlineData("WHS-001' OR 1=1")]
    [InlineData("WHS-99999999999999999999")]
    [InlineData("WHS-001-TESTING")]
    public void Anything_else_is_no_code(string? text) => Assert.False(Warehouse.TryNormalize(text, out _));

    [Fact]
    public void Normalizing_twice_changes_nothing() => Gen.String[0, 40].Sample(text =>
    {
        if (Warehouse.TryNormalize(text, out var once))
        {
            Assert.True(Warehouse.TryNormalize(once, out var twice));
            Assert.Equal(once, twice);
        }
    }, iter: 20_000);
}
