using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>An action without a rule.</summary>
[Route("mvc/open")]
internal sealed class OpenController : ControllerBase
{
    [HttpGet]
    public string Get() => "in";
}
