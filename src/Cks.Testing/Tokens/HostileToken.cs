using Cks.Auth;

namespace Cks.Testing;

/// <summary>A token that must be refused.</summary>
/// <param name="Name">What is wrong with it, unique in its collection.</param>
/// <param name="Token">The token.</param>
/// <param name="Expected">The reason that must be given.</param>
public sealed record HostileToken(string Name, string Token, TokenRejectionReason Expected)
{
    /// <summary>The name, which is what a failed test should show.</summary>
    public override string ToString() => Name;
}
