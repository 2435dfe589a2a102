using System.Text.RegularExpressions;

namespace Cks.Stranger.Pages;

/// <summary>
/// Reads the fenced blocks of a page that is followed to the letter:
/// <c>sh</c>: commands that exit 0; <c>sh fails</c>: the last one does not; <c>sh stays</c>: runs on until the next block that stays, before which the reader presses Ctrl+C.
/// <c>text</c> after commands: lines that they must write, in this order, among others; <c>…</c> stands for whatever changes from run to run.
/// <c>text stays</c>: lines that what runs on writes after this point of the page.
/// <c>LANGUAGE FILE</c>: write this file. <c>diff FILE</c>: replace the lines after - by those after +. A language alone is for reading.
/// </summary>
internal static partial class StartPage
{
    public static IReadOnlyList<PageStep> Read(string markdown)
    {
        var steps = new List<PageStep>();
        foreach (Match block in Block().Matches(markdown.ReplaceLineEndings("\n")))
        {
            var (info, text, line) = (block.Groups[1].Value.Trim(), block.Groups[2].Value, markdown[..block.Index].Count(c => c == '\n') + 1);
            switch (info.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["sh"]:
                    steps.Add(new CommandStep(line, text, CommandEnd.Well, []));
                    break;
                case ["sh", "fails"]:
                    steps.Add(new CommandStep(line, text, CommandEnd.Fails, []));
                    break;
                case ["sh", "stays"]:
                    steps.Add(new CommandStep(line, text, CommandEnd.Stays, []));
                    break;
                case ["text"] when steps is [.., CommandStep { Expected.Count: 0 } commands]:
                    steps[^1] = commands with { Expected = [.. Lines(text)] };
                    break;
                case ["text", "stays"]:
                    steps.Add(new WaitStep(line, [.. Lines(text)]));
                    break;
                case ["diff", var file]:
                    steps.Add(new EditStep(line, file, Side(text, '-'), Side(text, '+')));
                    break;
                case ["sh" or "text", ..]:
                    throw new StrangerException($"Line {line}: a block \"{info}\" here means nothing.");
                case [_, var file]:
                    steps.Add(new WriteStep(line, file, text));
                    break;
            }
        }

        return steps;
    }

    /// <summary>The first expected line that the output does not have, after those before it; <see langword="null"/> when it has all.</summary>
    public static string? FirstMissing(IReadOnlyList<string> expected, string output)
    {
        using var written = Lines(output).GetEnumerator();
        foreach (var line in expected)
        {
            var pattern = new Regex("^" + Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant);
            var found = false;
            while (!found && written.MoveNext())
                found = pattern.IsMatch(written.Current);
            if (!found)
                return line;
        }

        return null;
    }

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);

    private static string Side(string diff, char sign) => string.Join('\n', diff.Split('\n').Where(l => l.StartsWith(sign) || l.StartsWith(' ')).Select(l => l[1..]));

    [GeneratedRegex("^```([^\n`]+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
