using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A hub whose methods have each of the rules.</summary>
public sealed partial class SurfaceHub(ILogger<SurfaceHub> log) : Hub
{
    public const string Ran = "The method ran.";

    [RequireCaps("notes:create")]
    public string Caps() => Run();

    [RequireAnyCap("notes:purge", "notes:create")]
    public string Any() => Run();

    [RequireRoles("writer", "trainee")]
    public string Roles() => Run();

    private string Run()
    {
        LogRan(log);
        return "in";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = Ran)]
    private static partial void LogRan(ILogger logger);
}
