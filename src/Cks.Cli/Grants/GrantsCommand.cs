using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks grants</c>: the verbs that are about a grants document.</summary>
internal sealed class GrantsCommand : Command
{
    public GrantsCommand(ToolOptions options)
        : base("grants", "Lists and examines a grants document, and grants and revokes in it as the policy permits.")
    {
        Add(new GrantsListCommand(options));
        Add(new GrantsCheckCommand(options));
        Add(new GrantsAddCommand(options));
        Add(new GrantsRevokeCommand(options));
    }
}
