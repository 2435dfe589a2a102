using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks config</c>: the verbs that are about settings.</summary>
internal sealed class ConfigCommand : Command
{
    public ConfigCommand(ToolOptions options)
        : base("config", "Lists the settings of the packages.") => Add(new ConfigDocsCommand(options));
}
