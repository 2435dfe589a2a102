using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cks.Cli;

/// <summary>The options that every verb has.</summary>
internal sealed class ToolOptions
{
    private readonly Option<string> _format = new("--format") { Description = "Form of the result: text, json or, for findings, sarif.", DefaultValueFactory = _ => "text", Recursive = true };
    private readonly Option<string?> _file = new("--output", "-o") { Description = "File for the result instead of stdout.", HelpName = "FILE", Recursive = true };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Nothing on stderr but errors.", Recursive = true };

    public ToolOptions() => _format.AcceptOnlyFromAmong("text", "json", "sarif");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_format, _file, _quiet];

    /// <summary>Refuses SARIF for a verb whose result is not made of findings.</summary>
    public void RefuseSarif(CommandResult result)
    {
        if (result.GetValue(_format) == "sarif")
            result.AddError($"\"cks {result.Command.Name}\" has no findings to write as sarif: use text or json.");
    }

    /// <summary>Where and how a verb writes.</summary>
    public ToolConsole Console(ParseResult parsed) => new(
        parsed.InvocationConfiguration.Output,
        parsed.InvocationConfiguration.Error,
        parsed.GetValue(_file),
        parsed.GetValue(_format) switch { "json" => ToolFormat.Json, "sarif" => ToolFormat.Sarif, _ => ToolFormat.Text },
        IsQuiet: parsed.GetValue(_quiet));
}
