using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks config</c>: the verbs that are about settings.</summary>
internal sealed class ConfigCommand : Command
{
    public ConfigCommand(ToolOptions options)
        : base("config", "Lists the settings of the packages, and reads and writes those that change while hosts run.")
    {
        // One verb a line, in the order of the help.
        Add(new ConfigDocsCommand(options));
        Add(new ConfigGetCommand(options));
        Add(new ConfigHistoryCommand(options));
        Add(new ConfigSetCommand(options));
        Add(new ConfigApproveCommand(options));
        Add(new ConfigRollbackCommand(options));
    }
}
