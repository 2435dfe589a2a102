namespace Cks.Auth;

/// <summary>Names and limits of sessions.</summary>
public static class CksSessions
{
    /// <summary>
    /// Topic of the notices that a session or what is known of a person changed; the key is <c>session:</c> or <c>person:</c> with <c>{length of issuer}:{issuer}{id}</c>, or another text where all of them are meant.
    /// </summary>
    public const string Topic = "cks.sessions";

    /// <summary>Capability of whoever acts in another's place: the policy declares it, and a rule without a condition permits it.</summary>
    public const string Impersonate = "sessions:impersonate";

    /// <summary>How long somebody acts in another's place at most.</summary>
    public static readonly TimeSpan LongestImpersonation = TimeSpan.FromHours(1);

    /// <summary>Most sessions of a person that are listed.</summary>
    public const int MostListed = 1_000;
}
