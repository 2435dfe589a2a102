using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Startup;

/// <summary>An action without a route of its own and without a rule.</summary>
internal sealed class UnroutedController : Controller
{
    public string Show() => "in";
}
