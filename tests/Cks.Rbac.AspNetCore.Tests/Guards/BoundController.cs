using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Without [ApiController] a parameter of a type that is a service as well is bound from the query and the form.</summary>
[Route("mvc/bound")]
internal sealed class BoundController : ControllerBase
{
    [HttpGet("{id}")]
    [RequireCaps("notes:purge")]
    [OnResource<Note>("id")]
    public string Show(Note note) => OnResourceTests.Same(note);
}
