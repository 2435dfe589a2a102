using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks keys</c>: the verbs that are about API keys.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand(ToolOptions options)
        : base("keys", "Looks at API keys, without a network and without saying anything of their secrets.") => Add(new KeysCheckCommand(options));
}
