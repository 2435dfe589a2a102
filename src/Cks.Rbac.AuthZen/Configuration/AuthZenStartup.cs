using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.AuthZen;

/// <summary>Holds the options against themselves and the policy before the host takes requests.</summary>
internal sealed class AuthZenStartup(AuthZenOptions options, SnapshotStore<Policy> policies, IServiceProviderIsService services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        AuthZenOptionsCheck.Check(options, findings);
        AuthZenOptionsCheck.CheckAgainst(policies.Current.Value, options, findings);
        foreach (var source in (ReadOnlySpan<Type>)[typeof(ISubjectSource), typeof(IResourceSource)])
            if (!services.IsService(source))
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole("AddCksAuthZen"), $"No {source.Name} is registered, so that nobody and nothing would be known.", $"Add services.AddScoped<{source.Name}, ...>().");
        findings.ThrowIfErrors();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
