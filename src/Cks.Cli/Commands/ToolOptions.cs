using System.CommandLine;

namespace Cks.Cli;

/// <summary>The options that every verb has.</summary>
internal sealed class ToolOptions
{
    private readonly Option<string> _format = new("--format") { Description = "Form of the result: text or json.", DefaultValueFactory = _ => "text", Recursive = true };
    private readonly Option<string?> _file = new("--output", "-o") { Description = "File for the result instead of stdout.", HelpName = "FILE", Recursive = true };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Nothing on stderr but errors.", Recursive = true };

    public ToolOptions() => _format.AcceptOnlyFromAmong("text", "json");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_format, _file, _quiet];

    /// <summary>Where and how a verb writes.</summary>
    public ToolConsole Console(ParseResult parsed) => new(
        parsed.InvocationConfiguration.Output,
        parsed.InvocationConfiguration.Error,
        parsed.GetValue(_file),
        IsJson: parsed.GetValue(_format) == "json",
        IsQuiet: parsed.GetValue(_quiet));
}
