namespace Cks.Cli;

/// <summary>The page <c>docs/settings.md</c>, carried inside the tool.</summary>
internal static class SettingsPage
{
    private const string Resource = "settings.md";

    public static string Text { get; } = Read();

    /// <summary>The rows of its tables.</summary>
    public static IEnumerable<SettingsRow> Rows()
    {
        var (group, columns) = ("", Array.Empty<string>());
        foreach (var line in Text.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                (group, columns) = (line[3..].Replace("`", "", StringComparison.Ordinal), []);
            else if (!line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("| ---", StringComparison.Ordinal))
                continue;
            else if (columns.Length == 0)
                columns = Cells(line);
            else if (Cells(line) is [var name, .. var rest])
                yield return new(group, name.Replace("`", "", StringComparison.Ordinal), [.. columns.Skip(1).Zip(rest)]);
        }
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Replace("\\|", "\0", StringComparison.Ordinal).Split('|').Select(c => c.Trim().Replace('\0', '|'))];

    private static string Read()
    {
        using var page = typeof(SettingsPage).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The tool was built without {Resource}.");
        using var reader = new StreamReader(page);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
