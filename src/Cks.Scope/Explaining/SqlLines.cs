using System.Text;

namespace Cks.Scope;

/// <summary>Breaks the text of a query into lines, so that a change of one condition is a change of one line.</summary>
internal static class SqlLines
{
    private static readonly (string Word, int Indent)[] Breaks =
        [("FROM ", 0), ("WHERE ", 0), ("AND ", 1), ("OR ", 1), ("JOIN ", 0), ("GROUP BY ", 0), ("ORDER BY ", 0), ("LIMIT ", 0), ("UNION ", 0)];

    public static string Of(string sql)
    {
        var (lines, open, line, quoted) = (new StringBuilder(sql.Length * 2), new Stack<int>([0]), 0, false);
        for (var at = 0; at < sql.Length; at++)
        {
            var rest = sql.AsSpan(at);
            if (rest[0] == '"')
                quoted = !quoted;
            if (quoted)
            {
                lines.Append(rest[0]);
                continue;
            }

            switch (rest[0])
            {
                case '(':
                    var isQuery = rest.StartsWith("(SELECT ");
                    open.Push(isQuery ? line + 1 : line);
                    lines.Append('(');
                    if (isQuery)
                        Break(0);
                    break;
                case ')':
                    open.Pop();
                    lines.Append(')');
                    break;
                case ' ' when Array.Find(Breaks, b => sql.AsSpan(at + 1).StartsWith(b.Word)) is { Word: not null } next:
                    Break(next.Indent);
                    break;
                default:
                    lines.Append(rest[0]);
                    break;
            }
        }

        return lines.ToString();

        void Break(int indent)
        {
            line = open.Peek() + indent;
            lines.Append('\n').Append(' ', 2 * line);
        }
    }
}
