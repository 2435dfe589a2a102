using System.Globalization;

namespace Cks.Auth;

/// <summary>Who acts in somebody's place (<c>act</c>, RFC 8693 section 4.1).</summary>
/// <param name="Issuer">Who vouches for the actor.</param>
/// <param name="Subject">The actor at that issuer.</param>
public sealed record SessionActor(string Issuer, string Subject)
{
    /// <summary>Both as one text that no other actor has: <c>{length of issuer}:{issuer}{subject}</c>.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Issuer.Length}:{Issuer}{Subject}");

    /// <summary>Nothing, so that an actor written into a log names nobody.</summary>
    public override string ToString() => nameof(SessionActor);
}
