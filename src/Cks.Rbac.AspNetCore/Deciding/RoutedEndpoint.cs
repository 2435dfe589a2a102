using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// The endpoint of a request, which forgets that authorization was done where the request is routed again. The framework keeps only that it was done for some endpoint: behind a rewriter, a page of errors or of
/// statuses another one would run without its rule. Now the framework's own check of the missing middleware finds it missing. An endpoint that came after the start without a rule is closed.
/// </summary>
internal sealed class RoutedEndpoint(HttpContext context, EndpointRules rules) : IEndpointFeature
{
    // Where AuthorizationMiddleware says that it was there, and EndpointMiddleware looks.
    private const string Authorized = "__AuthorizationMiddlewareWithEndpointInvoked";

    private Endpoint? _endpoint = context.GetEndpoint();
    private bool _wasRouted = context.GetEndpoint() is not null;

    public Endpoint? Endpoint
    {
        get => _endpoint;
        set
        {
            if (_wasRouted && value is not null && value.Metadata.GetMetadata<IAllowAnonymous>() is null)
                context.Items.Remove(Authorized);
            _endpoint = value is null ? null : rules.Closed(value);
            _wasRouted |= value is not null;
        }
    }
}
