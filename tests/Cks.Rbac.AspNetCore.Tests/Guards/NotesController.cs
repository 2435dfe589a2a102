using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>A controller that is guarded by attributes: one rule on the class, further ones on its actions.</summary>
[ApiController]
[Route("mvc/notes")]
[RequireCaps("notes:view")]
public sealed class NotesController : ControllerBase
{
    [HttpGet]
    public string List([FromServices] Subject me) => me.Id;

    [HttpPost]
    [Authorize(Policy = "cks:notes:create")]
    public string Create() => "created";

    [HttpDelete]
    [Authorize(Policy = "cks:any:notes:purge,notes:create")]
    public string Purge() => "gone";

    [HttpPut]
    [Authorize(Policy = "cks:role:trainee,nobody")]
    public string Replace() => "replaced";
}
