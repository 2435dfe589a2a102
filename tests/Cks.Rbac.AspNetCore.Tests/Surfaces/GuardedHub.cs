using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A hub that has its rule on the class.</summary>
[RequireCaps("notes:create")]
public sealed class GuardedHub : Hub
{
    public string Caps() => "in";
}
