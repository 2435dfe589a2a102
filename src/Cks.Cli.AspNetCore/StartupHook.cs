using System.Diagnostics;
using Cks.Cli.AspNetCore;

/// <summary>
/// What the runtime runs before the entry point of an application that <c>cks endpoints</c> started; name and place are the runtime's. Does nothing unless the tool says where the report belongs.
/// </summary>
internal static class StartupHook
{
    private const string ReportFile = "CKS_ENDPOINTS_REPORT";

    public static void Initialize()
    {
        var file = Environment.GetEnvironmentVariable(ReportFile);
        // What the application starts itself is none of ours.
        Environment.SetEnvironmentVariable(ReportFile, null);
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        if (!string.IsNullOrEmpty(file))
            DiagnosticListener.AllListeners.Subscribe(new HostObserver(file));
    }
}
