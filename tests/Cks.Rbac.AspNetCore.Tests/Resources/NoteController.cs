using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Actions on one note.</summary>
[ApiController]
[Route("mvc/note")]
internal sealed class NoteController : ControllerBase
{
    [HttpGet("{id}")]
    [RequireCaps("notes:view")]
    [OnResource<Note>("id")]
    public string Show(Note note) => OnResourceTests.Same(note);
}
