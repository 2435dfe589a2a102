using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks endpoints</c>: what an application's endpoints are guarded by.</summary>
internal sealed class EndpointsCommand : Command
{
    public EndpointsCommand(ToolOptions options)
        : base("endpoints", "Looks at the endpoints of an application.") => Add(new EndpointsMatrixCommand(options));
}
