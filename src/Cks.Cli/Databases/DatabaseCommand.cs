using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks db</c>: the verbs that are about the tables of Cks.Storage.</summary>
internal sealed class DatabaseCommand : Command
{
    public DatabaseCommand(ToolOptions options)
        : base("db", "Makes and checks the tables of Cks.Storage.")
    {
        // One verb a line, in the order of the help.
        Add(new DatabaseStatusCommand(options));
        Add(new DatabaseMigrateCommand(options));
        Add(new DatabaseRollbackCommand(options));
        Add(new DatabaseScriptCommand(options));
        Add(new DatabaseValidateCommand(options));
    }
}
