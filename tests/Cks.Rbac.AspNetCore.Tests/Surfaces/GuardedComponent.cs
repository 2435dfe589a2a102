using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A page with a rule.</summary>
[Route("/components/caps")]
[RequireCaps("notes:create")]
public sealed class GuardedComponent : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "in");
}
