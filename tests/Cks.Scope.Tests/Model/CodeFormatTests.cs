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
    [InlineData("WHS-0100", "WHS-100")]
    [InlineData("WHS-0001000", "WHS-1000")]
    [InlineData("WHS-12345678901234567", "WHS-12345678901234567")]
    [InlineData("WHS-007-TEST", "WHS-007-TEST")]
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

    [Fact]
    public void What_is_written_as_it_should_be_is_the_same_code_as_in_any_other_way() =>
        Gen.Select(Gen.Char["0123456789-aA"].Array[0, 24], Gen.Bool).Sample((tail, isTest) =>
        {
            var text = $"WHS-{new string(tail)}{(isTest ? "-TEST" : "")}";
            Assert.Equal(Warehouse.TryNormalize($" {text.ToLowerInvariant()}", out var other), Warehouse.TryNormalize(text, out var code));
            Assert.Equal(other, code);
        }, iter: 50_000);
}
