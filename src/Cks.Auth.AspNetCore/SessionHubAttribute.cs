namespace Cks.Auth.AspNetCore;

/// <summary>
/// Says in which hub a session is used here, so that the hub's limits count (<see cref="CksSessionOptions.Hubs"/>): on a handler, a controller or an action, on a hub of SignalR or one of its methods. With a hub that has no limits the host
/// does not start (CKS109); a method of a hub of SignalR that names one fails.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SessionHubAttribute : Attribute
{
    /// <summary>Makes the attribute.</summary>
    /// <param name="hub">The hub, as <see cref="CksSessionOptions.Hubs"/> spells it.</param>
    /// <exception cref="ArgumentException">The hub is blank.</exception>
    public SessionHubAttribute(string hub)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hub);
        Hub = hub;
    }

    /// <summary>The hub.</summary>
    public string Hub { get; }
}
