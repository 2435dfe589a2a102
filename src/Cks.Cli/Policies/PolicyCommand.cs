using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks policy</c>: the verbs that are about a policy.</summary>
internal sealed class PolicyCommand : Command
{
    public PolicyCommand(ToolOptions options)
        : base("policy", "Examines, compares and tests a policy, and explains its decisions.")
    {
        Add(new PolicyLintCommand(options));
        Add(new PolicyMatrixCommand(options));
        Add(new PolicyDiffCommand(options));
        Add(new PolicyExplainCommand(options));
        Add(new PolicyTestCommand(options));
    }
}
