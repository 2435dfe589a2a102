namespace Cks.Auth;

/// <summary>Who acts for the subject.</summary>
/// <param name="Subject">The one who acts, as the provider knows them.</param>
/// <param name="Issuer">Where they signed in, if it says so.</param>
/// <param name="SessionId">Their own session, if it says so.</param>
/// <param name="Type">What they are, if it says so: <c>agent</c> is a program.</param>
public sealed record ClerkActor(string Subject, string? Issuer, string? SessionId, string? Type);
