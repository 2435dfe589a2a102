namespace Cks.Auth.AspNetCore;

/// <summary>
/// Lets an endpoint answer while it is not known what was revoked lately; without it such a request is 503. For what does no harm in the hands of somebody who was signed out a moment ago.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowUnknownRevocationAttribute : Attribute
{
    /// <summary>Makes the attribute.</summary>
    /// <param name="reason">Why it does no harm; kept for whoever reads the endpoints.</param>
    /// <exception cref="ArgumentException">The reason is blank.</exception>
    public AllowUnknownRevocationAttribute(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Reason = reason;
    }

    /// <summary>Why it does no harm.</summary>
    public string Reason { get; }
}
