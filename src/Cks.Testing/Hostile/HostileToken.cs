using Cks.Auth;

namespace Cks.Testing;

/// <summary>A token that must be refused.</summary>
/// <param name="Case">Its number in the table of known attacks (<c>docs/token-cases.md</c>); <see langword="null"/> for one that is not in it.</param>
/// <param name="Name">What is wrong with it, unique in its collection.</param>
/// <param name="Token">The token.</param>
/// <param name="Expected">The reason that must be given.</param>
public sealed record HostileToken(int? Case, string Name, string Token, TokenRejectionReason Expected)
{
    /// <summary>Number and name, which is what a failed test should show.</summary>
    public override string ToString() => Case is { } number ? $"{number}: {Name}" : Name;
}
