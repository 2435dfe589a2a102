using Cks.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cks.HubConfig.Razor;

/// <summary>Looks, when all is mapped, whether something answers where pages will ask: else they would have no style and script, or follow nothing.</summary>
internal sealed class ShellAddresses(IEnumerable<EndpointDataSource> endpoints, ShellAssets assets, IOptions<HubShellOptions> options, HubPluginModules? plugins = null) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        List<Diagnostic> findings = [];
        if (!IsAnswered(assets.AddressOf(assets.Script)))
            findings.Add(new(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(HubShellOptions.AssetPath)), $"Nothing answers {assets.AddressOf(assets.Script)}.", "Call MapCksHubShell() on the application itself, outside of groups."));
        if (options.Value.ViewPath is { } view && !IsAnswered(view))
            findings.Add(new(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(HubShellOptions.ViewPath)), $"Nothing answers {view}.", $"Call MapCksHub(\"{view}\"), or set ViewPath to where the view is, or to null."));
        if (options.Value.PluginDataPath is { } data && plugins?.HasData == true && !IsAnswered(data))
            findings.Add(new(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(HubShellOptions.PluginDataPath)), $"Nothing answers {data}.", $"Call MapCksHubData(\"{data}\"), or set PluginDataPath to where the data of plugins is, or to null."));
        return findings.Count > 0 ? throw new CksConfigurationException(findings) : Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool IsAnswered(string path) => endpoints.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Any(e => new TemplateMatcher(new RouteTemplate(e.RoutePattern), []).TryMatch(new PathString(path), []));
}
