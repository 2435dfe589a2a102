using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>An action with each of the rules.</summary>
[Route("mvc/surface")]
internal sealed class SurfaceController : ControllerBase
{
    [HttpGet("caps")]
    [RequireCaps("notes:create")]
    public string Caps() => "in";

    [HttpGet("any")]
    [RequireAnyCap("notes:purge", "notes:create")]
    public string Any() => "in";

    [HttpGet("roles")]
    [RequireRoles("writer", "trainee")]
    public string Roles() => "in";
}
