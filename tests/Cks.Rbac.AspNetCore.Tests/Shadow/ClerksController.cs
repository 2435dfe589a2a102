using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Shadow;

/// <summary>A controller with a rule of the application beside a guard.</summary>
[Route("clerks")]
[Authorize(Roles = "staff")]
[RequireCaps("notes:view")]
public sealed class ClerksController : ControllerBase
{
    [HttpGet]
    public string Get() => "in";
}
