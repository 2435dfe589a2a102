using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks hub</c>: the verbs that are about hub documents.</summary>
internal sealed class HubCommand : Command
{
    public HubCommand(ToolOptions options)
        : base("hub", "Examines and compares hub documents, merges their layers, shows what somebody sees of them, writes their types, carries them to another version of their form, and brings an earlier revision back.")
    {
        Add(new HubLintCommand(options));
        Add(new HubMergeCommand(options));
        Add(new HubExplainCommand(options));
        Add(new HubDiffCommand(options));
        Add(new HubSimulateCommand(options));
        Add(new HubTypesCommand(options));
        Add(new HubMigrateCommand(options));
        Add(new HubRollbackCommand(options));
    }
}
