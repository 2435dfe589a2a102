using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cks.Cli;

/// <summary>The help of System.CommandLine, with the exit codes below that of the tool and examples below that of a verb.</summary>
internal sealed class ToolHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ToolCommand verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
                output.WriteLine($"  {example}");
        }
        else
        {
            output.WriteLine("Exit codes:");
            output.WriteLine("  0    fine");
            output.WriteLine("  1    findings");
            output.WriteLine("  2    wrong use or unreadable input");
            output.WriteLine("  3    a dependency is down");
            output.WriteLine("  130  cancelled");
        }

        output.WriteLine();
        return ExitCode.Fine;
    }

    /// <summary>How a command is called.</summary>
    public static string NameOf(Command command) => command is RootCommand ? "cks" : $"{(command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? NameOf(parent) : "cks")} {command.Name}";
}
