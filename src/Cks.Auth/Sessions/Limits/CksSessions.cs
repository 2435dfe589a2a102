namespace Cks.Auth;

/// <summary>Names and limits of sessions.</summary>
public static class CksSessions
{
    /// <summary>
    /// Topic of the notices that a session or what is known of a person changed; the key is <c>session:</c> or <c>person:</c> with <c>{length of issuer}:{issuer}{id}</c>, or another text where all of them are meant.
    /// </summary>
    public const string Topic = "cks.sessions";

    /// <summary>Most sessions of a person that are listed.</summary>
    public const int MostListed = 1_000;
}
