using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A page without a rule.</summary>
[Route("/components/open")]
public sealed class OpenComponent : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "in");
}
