using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks config docs [NAME]</c>: every setting and environment variable of the packages, or those whose name holds a word.</summary>
internal sealed class ConfigDocsCommand : ToolCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "A part of a name, such as ApiKey or Lifetime; without one everything is listed.", Arity = ArgumentArity.ZeroOrOne };

    public ConfigDocsCommand(ToolOptions options)
        : base("docs", "Lists every setting and environment variable of the packages, with types and defaults.", options) => Add(_name);

    public override IReadOnlyList<string> Examples { get; } = ["cks config docs", "cks config docs Lifetime", "cks config docs --format json -o settings.json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_name);
        if (name is null && !console.IsJson)
        {
            await console.WriteAsync(SettingsPage.Text.TrimEnd().Split('\n'), cancellationToken).ConfigureAwait(false);
            return ExitCode.Fine;
        }

        SettingsRow[] rows = [.. SettingsPage.Rows().Where(r => name is null || r.Name.Contains(name, StringComparison.OrdinalIgnoreCase) || r.Group.Contains(name, StringComparison.OrdinalIgnoreCase))];
        if (console.IsJson)
        {
            await console.WriteJsonAsync(
                "cks.settings",
                json =>
                {
                    json.WriteStartArray("settings");
                    foreach (var row in rows)
                    {
                        json.WriteStartObject();
                        json.WriteString("group", row.Group);
                        json.WriteString("name", row.Name);
                        foreach (var (column, cell) in row.Cells)
                            json.WriteString(column, cell);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await console.WriteAsync(rows.Select(r => $"{r.Group} {r.Name}: {string.Join("; ", r.Cells.Select(c => $"{c.Column} {c.Cell}"))}"), cancellationToken).ConfigureAwait(false);
        }

        if (rows.Length > 0)
            return ExitCode.Fine;
        console.Note($"No setting is called \"{name}\".");
        return ExitCode.Findings;
    }
}
