using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Cks.Cli.AspNetCore;

/// <summary>Keeps every host of the application from listening and from working, and ends the application with the report of the first whose endpoints Cks audits.</summary>
internal sealed class HostObserver(string reportFile) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name is "Microsoft.Extensions.Hosting" or "Cks.Rbac.AspNetCore")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        switch (value)
        {
            case { Key: "HostBuilding", Value: IHostBuilder host }:
                host.ConfigureServices(SilentHost.Configure);
                break;
            case { Key: "Cks.Rbac.AspNetCore.EndpointsAudited", Value: string report }:
                // Whole or not at all.
                File.WriteAllText(reportFile + ".part", report);
                File.Move(reportFile + ".part", reportFile);
                Environment.Exit(0);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
