using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>A hub whose methods have their rules on the base class.</summary>
internal sealed class DerivedHub : BaseHub
{
    public override string Overridden() => "in";
}

internal abstract class BaseHub : Hub
{
    [RequireCaps("notes:create")]
    public abstract string Overridden();

    [RequireCaps("notes:create")]
    public string Inherited() => "in";
}
