namespace Cks.Auth;

/// <summary>Names and limits of API keys.</summary>
public static class CksApiKeys
{
    /// <summary>Capability of whoever makes and rotates keys: the policy declares it, and a rule without a condition permits it.</summary>
    public const string Create = "keys:create";

    /// <summary>Capability of whoever ends the keys of others.</summary>
    public const string Revoke = "keys:revoke";

    /// <summary>Topic of the notices that keys changed; the key of a notice is the id, or the owner's issuer and subject behind <c>owner:</c>; that alone says that very many changed.</summary>
    public const string Topic = "cks.api_keys";

    /// <summary>Longest name, and longest reason, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>Longest issuer and longest subject of an owner, in characters.</summary>
    public const int LongestOwner = 240;

    /// <summary>Most capabilities of a key, wildcards expanded.</summary>
    public const int MostCapabilities = 200;

    /// <summary>Most networks of a key.</summary>
    public const int MostNetworks = 50;
}
