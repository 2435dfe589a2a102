using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks web</c>: what a screen takes from the policy.</summary>
internal sealed class WebCommand : Command
{
    public WebCommand(ToolOptions options)
        : base("web", "Writes what a screen needs to know of a policy.") => Add(new WebClientCommand(options));
}
