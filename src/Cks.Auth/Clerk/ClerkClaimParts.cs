namespace Cks.Auth;

/// <summary>Parts of <see cref="ClerkClaims"/>.</summary>
[Flags]
public enum ClerkClaimParts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The version (<c>v</c>). Without a known one there is no organization.</summary>
    Version = 1,

    /// <summary>The organization with its role (<c>o</c>; <c>org_id</c>, <c>org_slug</c> and <c>org_role</c>). Without it there are no permissions.</summary>
    Organization = 2,

    /// <summary>The permissions (<c>per</c> and <c>fpm</c>; <c>org_permissions</c>).</summary>
    Permissions = 4,

    /// <summary>The features (<c>fea</c>). Without them there are no permissions.</summary>
    Features = 8,

    /// <summary>The plan (<c>pla</c>).</summary>
    Plan = 16,

    /// <summary>The state of the session (<c>sts</c>).</summary>
    SessionStatus = 32,

    /// <summary>The age of the sign-in (<c>fva</c>).</summary>
    FactorAge = 64,

    /// <summary>Who acts for the subject (<c>act</c>).</summary>
    Actor = 128,
}
