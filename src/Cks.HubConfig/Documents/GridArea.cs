using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cks.HubConfig;

/// <summary>
/// Where a widget stands on the dashboard, in grid lines counted from 1, as the <c>grid-area</c> shorthand of CSS Grid names them. An area reaches from its start line up to its end line.
/// </summary>
/// <param name="RowStart">First row line.</param>
/// <param name="ColumnStart">First column line.</param>
/// <param name="RowEnd">Row line after the last row; greater than <paramref name="RowStart"/>.</param>
/// <param name="ColumnEnd">Column line after the last column; greater than <paramref name="ColumnStart"/>.</param>
public readonly record struct GridArea(int RowStart, int ColumnStart, int RowEnd, int ColumnEnd)
{
    /// <summary>Highest line.</summary>
    public const int MaxLine = 100;

    /// <summary>Reads <c>row-start / column-start / row-end / column-end</c>: four lines from 1 to <see cref="MaxLine"/>, each end after its start.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GridArea area)
    {
        area = default;
        if (text is null || text.Split('/') is not [var top, var left, var bottom, var right])
            return false;
        if (!TryLine(top, out var rowStart) || !TryLine(left, out var columnStart) || !TryLine(bottom, out var rowEnd) || !TryLine(right, out var columnEnd))
            return false;
        if (rowEnd <= rowStart || columnEnd <= columnStart)
            return false;
        area = new(rowStart, columnStart, rowEnd, columnEnd);
        return true;
    }

    /// <summary>Whether the two areas share a cell.</summary>
    public bool Overlaps(GridArea other) =>
        RowStart < other.RowEnd && other.RowStart < RowEnd && ColumnStart < other.ColumnEnd && other.ColumnStart < ColumnEnd;

    /// <summary><c>1 / 1 / 2 / 4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RowStart} / {ColumnStart} / {RowEnd} / {ColumnEnd}");

    private static bool TryLine(string text, out int line) =>
        int.TryParse(text.AsSpan().Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out line) && line is >= 1 and <= MaxLine;
}
