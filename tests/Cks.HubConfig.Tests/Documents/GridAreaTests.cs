using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class GridAreaTests
{
    private static readonly Gen<GridArea> Areas = Gen.Select(Gen.Int[1, 8], Gen.Int[1, 8], Gen.Int[1, 4], Gen.Int[1, 4], (row, column, rows, columns) => new GridArea(row, column, row + rows, column + columns));

    [Fact]
    public void Area_is_four_lines()
    {
        Assert.True(GridArea.TryParse("2 / 1/ 4 /3", out var area));
        Assert.Equal(new GridArea(2, 1, 4, 3), area);
        Assert.Equal("2 / 1 / 4 / 3", area.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1 / 1 / 2")]
    [InlineData("1 / 1 / 2 / 3 / 4")]
    [InlineData("1 / 1 / 1 / 2")]
    [InlineData("1 / 2 / 2 / 2")]
    [InlineData("2 / 1 / 1 / 2")]
    [InlineData("0 / 1 / 2 / 2")]
    [InlineData("-1 / 1 / 2 / 2")]
    [InlineData("1 / 1 / 2 / 101")]
    [InlineData("1 / 1 / span 2 / 2")]
    [InlineData("auto")]
    [InlineData("1 / 1 / 2 / 99999999999")]
    [InlineData("1 / 1 / 2 / 2; color: red")]
    public void Anything_else_is_refused(string? text) => Assert.False(GridArea.TryParse(text, out _));

    [Fact]
    public void Areas_overlap_exactly_when_they_share_a_cell() =>
        Gen.Select(Areas, Areas).Sample((a, b) =>
        {
            var shared = Cells(a).Intersect(Cells(b)).Any();
            return a.Overlaps(b) == shared && b.Overlaps(a) == shared;
        }, iter: 5_000);

    [Fact]
    public void Every_area_reads_back_what_it_writes() => Areas.Sample(a => GridArea.TryParse(a.ToString(), out var back) && back == a, iter: 2_000);

    private static IEnumerable<(int, int)> Cells(GridArea area) =>
        from row in Enumerable.Range(area.RowStart, area.RowEnd - area.RowStart)
        from column in Enumerable.Range(area.ColumnStart, area.ColumnEnd - area.ColumnStart)
        select (row, column);
}
