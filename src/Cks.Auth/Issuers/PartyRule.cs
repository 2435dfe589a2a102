namespace Cks.Auth;

/// <summary>What becomes of a token without <c>azp</c> where <see cref="IssuerOptions.AuthorizedParties"/> are listed. A party that is there is always compared.</summary>
public enum PartyRule
{
    /// <summary>Refused when it came in a header; accepted in a cookie, because a browser that only navigates sends no origin from which the provider could fill it.</summary>
    RequireForHeader,

    /// <summary>Refused.</summary>
    Require,

    /// <summary>Accepted: a program without an origin, such as a phone's, has none.</summary>
    RequireIfPresent,
}
