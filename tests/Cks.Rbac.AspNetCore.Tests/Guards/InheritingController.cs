using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Bears a guard, and inherits what switches it off.</summary>
[Route("mvc/inherited")]
[RequireCaps("notes:create")]
internal sealed class InheritingController : OpenBase
{
    [HttpGet]
    public string Show() => "in";
}

[AllowAnonymous]
internal abstract class OpenBase : ControllerBase;
