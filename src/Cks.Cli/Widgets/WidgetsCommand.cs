using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks widgets</c>: the verbs that are about the widget types of an application.</summary>
internal sealed class WidgetsCommand : Command
{
    public WidgetsCommand(ToolOptions options)
        : base("widgets", "Shows the widget types that an application provides for its hubs.") => Add(new WidgetsListCommand(options));
}
