using System.Security.Claims;

namespace Cks.Core;

/// <summary>What is asked of <see cref="IHoldings"/>.</summary>
/// <param name="Giver">Who gives.</param>
/// <param name="Act">The capability that giving takes, such as <c>keys:create</c>.</param>
public sealed record HoldingQuestion(ClaimsPrincipal Giver, string Act)
{
    /// <summary>Who acts by the credential.</summary>
    /// <value>Nobody: only <see cref="Act"/> is asked about.</value>
    public ClaimsPrincipal? Receiver { get; init; }

    /// <summary>What is to be given: capabilities, or all of a resource as <c>orders:*</c>.</summary>
    /// <value>Nothing.</value>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Until when it is given.</summary>
    public DateTimeOffset Until { get; init; }
}
