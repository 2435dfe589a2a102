using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks scope</c>: the verbs that are about a scope model.</summary>
internal sealed class ScopeCommand : Command
{
    public ScopeCommand(ToolOptions options)
        : base("scope", "Draws, explains and checks a scope model, and what a database makes of it.")
    {
        // One verb a line, in the order of the help.
        Add(new ScopeRlsCommand(options));
        Add(new ScopeGraphCommand(options));
        Add(new ScopeDriftCommand(options));
        Add(new ScopeExplainCommand(options));
        Add(new ScopeGoldenCommand(options));
        Add(new ScopeAdviseCommand(options));
    }
}
