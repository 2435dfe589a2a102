using System.Text.Json;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.HubConfig;

/// <summary>Asks the data loaders of plugins for the widgets of a view, and for nothing that the view does not have.</summary>
internal sealed class HubData(IHubComposer composer, HubPlugins plugins, CksHubConfigBuilder builder, IServiceScopeFactory scopes, ILogger<HubData>? logger = null, TimeProvider? clock = null) : IHubData
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ILogger _logger = logger ?? NullLogger<HubData>.Instance;

    public async ValueTask<IReadOnlyList<HubWidgetData>?> LoadAsync(Subject subject, IReadOnlyCollection<string>? widgets = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (await composer.PeekAsync(subject, cancellationToken).ConfigureAwait(false) is not { } view)
            return null;
        WidgetView[] asked = [.. AllOf(view.Widgets).Where(w => (widgets is null || widgets.Contains(w.Id)) && (w.Fault >= WidgetFault.PluginOff || plugins.LoaderOf(w.DataSource) is not null))];
        var calls = asked.Where(w => w.Fault is null).GroupBy(w => w.DataSource).Select(g => AskAsync(subject, view, [.. g], cancellationToken)).ToList();
        var loaded = (await Task.WhenAll(calls).ConfigureAwait(false)).SelectMany(d => d).ToDictionary(d => d.Widget, StringComparer.Ordinal);
        return [.. asked.Select(w => loaded.GetValueOrDefault(w.Id) ?? new(w.Id, default, w.Fault))];
    }

    private async Task<IReadOnlyList<HubWidgetData>> AskAsync(Subject subject, HubView view, WidgetView[] widgets, CancellationToken cancellationToken)
    {
        var (loader, gate) = plugins.LoaderOf(widgets[0].DataSource)!.Value;
        var (data, fault, error) = await gate.RunAsync(token => CallAsync(loader, subject, widgets, token), cancellationToken).ConfigureAwait(false);
        if (fault is { } found)
            HubLog.LoaderFailed(_logger, PluginName.OwnerOfPath(widgets[0].DataSource.Value)!, found, error);
        return [.. widgets.Select(w => data is not null && data.TryGetValue(w.Id, out var json) ? new HubWidgetData(w.Id, json, null) { Ttl = TtlOf(view, w) } : new(w.Id, default, fault ?? WidgetFault.PluginFailed))];
    }

    // What it throws is its code as well, and is made a text before anybody else looks at it.
    private async Task<Dictionary<string, ReadOnlyMemory<byte>>> CallAsync(IHubDataLoader loader, Subject subject, WidgetView[] widgets, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(loader, subject, widgets, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever it is, it is told
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            throw PluginFault.Of(thrown);
        }
    }

    // By the call to the last byte of its answer: its dictionaries are its own code.
    private async Task<Dictionary<string, ReadOnlyMemory<byte>>> ReadAsync(IHubDataLoader loader, Subject subject, WidgetView[] widgets, CancellationToken cancellationToken)
    {
        // Its own, because it may need it when whoever asked has gone.
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var request = new HubDataRequest(Array.AsReadOnly([.. widgets.Select(w => new HubDataWidget(w.Id, w.MaxItems, w.Options.ToArray()))]), type =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return builder.PluginReaders.TryGetValue(type, out var bind) ? bind(scope.ServiceProvider, subject) : null;
            });
            IReadOnlyDictionary<string, JsonElement> answer;
            try
            {
                answer = await loader.LoadAsync(request, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                request.End();
            }

            var (written, room) = (new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal), builder.PluginOptions.MostBytes);
            foreach (var widget in widgets)
                if (answer.TryGetValue(widget.Id, out var value))
                {
                    var json = HubDataWriter.Write(value, widget.MaxItems, room);
                    room -= json.Length;
                    written.Add(widget.Id, json);
                }

            return written;
        }
    }

    // No longer than the view lives: what they may do can be another then (S06).
    private TimeSpan TtlOf(HubView view, WidgetView widget) =>
        widget.Endpoint is { } name && view.Caching.TryGetValue(name, out var rule) && view.Until - _clock.GetUtcNow() is var left && left > TimeSpan.Zero ? (rule.Ttl < left ? rule.Ttl : left) : TimeSpan.Zero;

    private static IEnumerable<WidgetView> AllOf(IEnumerable<WidgetView> widgets) => widgets.SelectMany(w => AllOf(w.Children).Prepend(w));
}
