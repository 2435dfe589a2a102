using System.Collections.Concurrent;
using Cks.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Asks the guards of a hub again for each of its messages, with who the subject is then, and for each connection when another policy comes: one that they refuse ends, and so does what it streams (S10). The
/// framework asks them once, for the connection, and later only those of the method. Other rules stay the framework's.
/// </summary>
internal sealed class GuardHubFilter : IHubFilter, IConfigureOptions<HubOptions>, IDisposable
{
    private readonly ConcurrentDictionary<string, (HubCallerContext Caller, GuardRequirement[] Guards, bool IsCovered)> _connections = new(StringComparer.Ordinal);
    private readonly IPolicyDecisionPoint _decisions;
    private readonly IPolicyPlanner _planner;
    private readonly IServiceScopeFactory _scopes;
    private readonly ShadowHub _shadow;
    private readonly ILogger<GuardHubFilter> _log;
    private readonly IDisposable _swaps;

    public GuardHubFilter(IPolicyDecisionPoint decisions, IPolicyPlanner planner, IServiceScopeFactory scopes, SnapshotStore<Policy> policies, ShadowHub shadow, ILogger<GuardHubFilter> log)
    {
        (_decisions, _planner, _scopes, _shadow, _log) = (decisions, planner, scopes, shadow, log);
        _swaps = policies.Subscribe(_ => EndRefusedAsync());
        shadow.OnEnd(EndRefusedAsync);
    }

    public void Configure(HubOptions options) => options.AddFilter(this);

    public void Dispose() => _swaps.Dispose();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var guards = GuardsOf(context.Context, context.Hub);
        if (guards.Length == 0)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var isCovered = await _shadow.CoversAsync(EndpointOf(context.Context)).ConfigureAwait(false);
        // Known before it is asked: a policy that comes in between asks it as well.
        _connections[context.Context.ConnectionId] = (context.Context, guards, isCovered);
        try
        {
            if (!await IsPermittedAsync(guards, isCovered, context.Context, context.ServiceProvider, null).ConfigureAwait(false))
                throw new HubException("The user is unauthorized.");
            await next(context).ConfigureAwait(false);
        }
        catch
        {
            _connections.TryRemove(context.Context.ConnectionId, out var _);
            throw;
        }
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        _connections.TryRemove(context.Context.ConnectionId, out var _);
        return next(context, exception);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var guards = _connections.TryGetValue(invocationContext.Context.ConnectionId, out var known) ? known.Guards : GuardsOf(invocationContext.Context, invocationContext.Hub);
        if (guards.Length > 0 && !await IsPermittedAsync(guards, known.IsCovered, invocationContext.Context, invocationContext.ServiceProvider, known.IsCovered ? ShadowHub.NameOf(invocationContext) : null).ConfigureAwait(false))
            throw new HubException($"Failed to invoke '{invocationContext.HubMethodName}' because user is unauthorized");      // the framework's own words
        return await next(invocationContext).ConfigureAwait(false);
    }

    private async void EndRefusedAsync()
    {
        foreach (var (caller, guards, isCovered) in _connections.Values)
        {
            var isPermitted = false;
            try
            {
                var scope = _scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                    isPermitted = await IsPermittedAsync(guards, isCovered, caller, scope.ServiceProvider, null).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // Who cannot be read now is not let stay by what was read before.
                GuardLog.Unread(_log, failure);
            }

            if (!isPermitted)
                caller.Abort();
        }
    }

    private async ValueTask<bool> IsPermittedAsync(GuardRequirement[] guards, bool isCovered, HubCallerContext caller, IServiceProvider services, string? name)
    {
        var checksLater = ChecksInHandlerMetadata.IsOn(EndpointOf(caller));
        if (_shadow.IsOn(isCovered))
            return await _shadow.PassesAsync(guards, caller, services, checksLater, name).ConfigureAwait(false);
        if (caller.User is not { Identity.IsAuthenticated: true } user)
            return false;
        var subject = await services.GetRequiredService<ISubjectFactory>().CreateAsync(user, caller.ConnectionAborted).ConfigureAwait(false);
        return Array.TrueForAll(guards, g => g.Refuse(_decisions, _planner, subject, checksLater) is null);
    }

    private static GuardRequirement[] GuardsOf(HubCallerContext caller, Hub hub) => EndpointOf(caller)?.Metadata is { } metadata
        ? [.. Named(metadata.GetOrderedMetadata<IAuthorizeData>()), .. metadata.GetOrderedMetadata<AuthorizationPolicy>().SelectMany(p => p.Requirements).OfType<GuardRequirement>()]
        : [.. Named(hub.GetType().GetCustomAttributes(typeof(AuthorizeAttribute), inherit: true).OfType<IAuthorizeData>())];

    private static Endpoint? EndpointOf(HubCallerContext caller) => caller.GetHttpContext()?.GetEndpoint();

    private static IEnumerable<GuardRequirement> Named(IEnumerable<IAuthorizeData> rules) =>
        rules.Select(r => r.Policy).OfType<string>().Where(GuardName.IsGuard).Select(GuardName.Parse).OfType<GuardRequirement>();
}
