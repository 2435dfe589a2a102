using System.Globalization;
using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>The four grid lines of a CSS shorthand as a first row and column and how many of each.</summary>
internal sealed class LinesToArea : MigrationForm
{
    public override string Definition => "row-start / column-start / row-end / column-end to row, column, rows, columns";

    public override string Fix => $"Write \"row-start / column-start / row-end / column-end\" with lines from 1 to {GridArea.MaxLine}, each end after its start.";

    public override MigrationTree? Forth(MigrationTree old)
    {
        if (old.Kind != JsonValueKind.String || !GridArea.TryParse(old.Text, out var area))
            return null;
        return MigrationTree.OfObject(
            old.Origin, Line("row", area.RowStart), Line("column", area.ColumnStart), Line("rows", area.RowEnd - area.RowStart), Line("columns", area.ColumnEnd - area.ColumnStart));

        KeyValuePair<string, MigrationTree> Line(string name, int line) => new(name, MigrationTree.OfNumber(line.ToString(CultureInfo.InvariantCulture), old.Origin));
    }

    public override MigrationTree? Back(MigrationTree value)
    {
        if (Line("row") is not { } row || Line("column") is not { } column || Line("rows") is not { } rows || Line("columns") is not { } columns)
            return null;
        return MigrationTree.OfText(new GridArea(row, column, row + rows, column + columns).ToString(), value.Origin);

        int? Line(string name) => value.TryGet(name, out var line) && int.TryParse(line.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= GridArea.MaxLine ? number : null;
    }

    public override string Refusal(string? text) => $"\"{text}\" is not a grid area.";
}
