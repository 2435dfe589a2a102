using System.Text;
using Cks.Core;

namespace Cks.Cli;

/// <summary>A table as Markdown writes it, each row on a line of its own width, so that in a review only the rows show that changed.</summary>
internal sealed record MarkdownTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The tables of a text; what stands between them is for its readers.</summary>
    public static IReadOnlyList<MarkdownTable> Parse(string text)
    {
        var tables = new List<MarkdownTable>();
        List<IReadOnlyList<string>>? rows = null;
        IReadOnlyList<string>? heads = null;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            if (!line.StartsWith('|'))
            {
                (heads, rows) = (null, null);
            }
            else if (heads is null)
            {
                heads = Cells(line);
            }
            else if (rows is null)
            {
                tables.Add(new(heads, rows = []));
            }
            else
            {
                rows.Add(Cells(line));
            }
        }

        return tables;
    }

    /// <summary>The table as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var line in Rows.Prepend([.. Heads.Select(_ => "---")]).Prepend(Heads))
            text.Append("| ").AppendJoin(" | ", line.Select(Escape)).Append(" |\n");
        return text.ToString();
    }

    private static string Escape(string cell) => DiagnosticText.Printable(cell).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static List<string> Cells(string line)
    {
        var (cells, cell) = (new List<string>(), new StringBuilder());
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i] == '\\' && i + 1 < line.Length ? line[++i] : line[i]);
            }
        }

        return cells;
    }
}
