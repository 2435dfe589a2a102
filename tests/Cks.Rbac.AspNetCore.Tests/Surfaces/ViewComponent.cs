using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A page for everybody who is signed in, with parts that only some see: by AuthorizeView, and by AuthorizeRouteView as the router of an interactive application shows pages.</summary>
[Route("/components/views")]
[Authorize]
public sealed class ViewComponent : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<CascadingAuthenticationState>(0);
        builder.AddComponentParameter(1, nameof(CascadingAuthenticationState.ChildContent), (RenderFragment)(b =>
        {
            b.AddContent(0, "view:");
            b.OpenComponent<AuthorizeView>(1);
            b.AddComponentParameter(2, nameof(AuthorizeView.Policy), "cks:notes:create");
            b.AddComponentParameter(3, nameof(AuthorizeView.Authorized), (RenderFragment<AuthenticationState>)(_ => c => c.AddContent(0, "in")));
            b.AddComponentParameter(4, nameof(AuthorizeView.NotAuthorized), (RenderFragment<AuthenticationState>)(_ => c => c.AddContent(0, "denied")));
            b.CloseComponent();
            b.AddContent(5, " route:");
            b.OpenComponent<AuthorizeRouteView>(6);
            b.AddComponentParameter(7, nameof(AuthorizeRouteView.RouteData), new RouteData(typeof(GuardedComponent), new Dictionary<string, object?>()));
            b.AddComponentParameter(8, nameof(AuthorizeRouteView.NotAuthorized), (RenderFragment<AuthenticationState>)(_ => c => c.AddContent(0, "denied")));
            b.CloseComponent();
        }));
        builder.CloseComponent();
    }
}
