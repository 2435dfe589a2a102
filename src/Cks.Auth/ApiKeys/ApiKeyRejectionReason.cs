namespace Cks.Auth;

/// <summary>Why an API key was refused; the first that applies, in this order. What is said before the secret was correct says nothing of the key.</summary>
public enum ApiKeyRejectionReason
{
    /// <summary>There is no key.</summary>
    Missing,

    /// <summary>There is more than one credential, of whatever kinds (S25).</summary>
    MultipleCredentials,

    /// <summary>It is not written as a key is, or its checksum is wrong: a typo, a key that was cut. Nobody was asked.</summary>
    Malformed,

    /// <summary>It is of the test class, and this is not Development (S19). Nobody was asked.</summary>
    TestKey,

    /// <summary>There is no such key, or its secret is another one.</summary>
    Unknown,

    /// <summary>The same, once too often for this key from this address; or too many keys from it that there are not, of which no more are looked for.</summary>
    TooManyFailures,

    /// <summary>It was revoked, or its owner barred.</summary>
    Revoked,

    /// <summary>Its time is over, or the secret was replaced and its overlap is over.</summary>
    Expired,

    /// <summary>It may not be used from this address.</summary>
    AddressNotAllowed,

    /// <summary>Its owner may not act; <see cref="ApiKeyOutcome.OwnerReason"/> says why.</summary>
    OwnerRefused,
}
