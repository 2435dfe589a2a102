using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cks.Cli;

/// <summary>The options that every verb has.</summary>
internal sealed class ToolOptions
{
    private readonly Option<string> _format = new("--format") { Description = "Form of the result: text, json, for findings sarif, for tests junit, for pages html, for pictures svg and mermaid.", DefaultValueFactory = _ => "text", Recursive = true };
    private readonly Option<string?> _file = new("--output", "-o") { Description = "File for the result instead of stdout.", HelpName = "FILE", Recursive = true };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Nothing on stderr but errors.", Recursive = true };

    public ToolOptions() => _format.AcceptOnlyFromAmong("text", "json", "sarif", "junit", "html", "svg", "mermaid");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_format, _file, _quiet];

    /// <summary>Refuses forms that a verb's result does not have: sarif is for findings, junit for tests, html for what people read, svg and mermaid for what they look at.</summary>
    public void RefuseOther(CommandResult result, IReadOnlyList<string> formats)
    {
        if (result.GetValue(_format) is { } format && !formats.Contains(format))
            result.AddError($"\"{ToolHelp.NameOf(result.Command)}\" does not write {format}: use {string.Join(" or ", formats)}.");
    }

    /// <summary>Where and how a verb writes.</summary>
    public ToolConsole Console(ParseResult parsed) => new(
        parsed.InvocationConfiguration.Output,
        parsed.InvocationConfiguration.Error,
        parsed.GetValue(_file),
        parsed.GetValue(_format) switch { "json" => ToolFormat.Json, "sarif" => ToolFormat.Sarif, "junit" => ToolFormat.JUnit, "html" => ToolFormat.Html, "svg" => ToolFormat.Svg, "mermaid" => ToolFormat.Mermaid, _ => ToolFormat.Text },
        IsQuiet: parsed.GetValue(_quiet));
}
