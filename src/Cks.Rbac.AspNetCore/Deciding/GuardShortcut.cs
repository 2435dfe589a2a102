using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Whether guards may be decided without asking the handlers of the framework one by one: only where there is no handler, and no part of the framework's authorization, that the application brought along.
/// Such a handler may refuse anything, and must be asked.
/// </summary>
internal sealed class GuardShortcut(IServiceCollection services)
{
    private static readonly Type[] Parts = [typeof(IAuthorizationService), typeof(IAuthorizationEvaluator), typeof(IAuthorizationHandlerContextFactory), typeof(IAuthorizationHandlerProvider)];

    // 0 where nobody asked yet: whoever asks first works it out, and several come to the same answer.
    private int _state;

    public bool IsOpen(IServiceProvider request)
    {
        if (_state == 0)
            _state = IsFree(request) ? 1 : -1;
        return _state > 0;
    }

    // What was registered, and what is resolved: another container may add to the one, and a factory makes something else each time.
    private bool IsFree(IServiceProvider request) =>
        services.Where(s => s.ServiceType == typeof(IAuthorizationHandler)).All(s => !s.IsKeyedService && IsOurs(s.ImplementationType))
        && request.GetServices<IAuthorizationHandler>().All(h => IsOurs(h.GetType()))
        && Array.TrueForAll(Parts, part => services.Where(s => s.ServiceType == part).All(s => !s.IsKeyedService && IsFrameworks(s.ImplementationType)) && IsFrameworks(request.GetService(part)?.GetType()));

    private static bool IsOurs(Type? handler) => handler == typeof(GuardHandler) || handler == typeof(PassThroughAuthorizationHandler);

    private static bool IsFrameworks(Type? part) => part?.Assembly == typeof(DefaultAuthorizationService).Assembly;
}
