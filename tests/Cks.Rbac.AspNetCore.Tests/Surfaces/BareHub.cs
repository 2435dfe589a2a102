using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A hub without a rule.</summary>
public sealed class BareHub : Hub
{
    public string Caps() => "in";
}
