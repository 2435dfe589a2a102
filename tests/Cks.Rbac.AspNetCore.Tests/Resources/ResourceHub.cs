using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>A hub whose method says that it is about a resource, which nobody would load.</summary>
internal sealed class ResourceHub : Hub
{
    [RequireCaps("notes:view")]
    [OnResource<Note>("id")]
    public string Edit() => "in";
}
