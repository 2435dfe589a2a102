using System.Net;

namespace Cks.Auth;

/// <summary>What this host remembers of a key, or that there is none.</summary>
internal sealed class KnownApiKey
{
    public static readonly KnownApiKey None = new();

    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    private readonly IPNetwork[] _networks = [];
    private long _usedAt;
    private int _isRenewed;

    private KnownApiKey()
    {
    }

    public KnownApiKey(StoredApiKey stored)
    {
        (Stored, _networks, _usedAt) = (stored, NetworkList.Parse(stored.Key.Networks), stored.Key.LastUsedAt?.UtcTicks ?? 0);
        Capabilities = string.Join(' ', stored.Key.Capabilities);
    }

    public StoredApiKey? Stored { get; }

    public string Capabilities { get; } = "";

    /// <summary>Why nothing may be done by one of its secrets now, whoever knows it.</summary>
    public ApiKeyRejectionReason? Refuse(int secretNumber, IPAddress? address, DateTimeOffset now)
    {
        if (Stored is not { Key: var key })
            return ApiKeyRejectionReason.Unknown;
        if (key.RevokedAt is not null)
            return ApiKeyRejectionReason.Revoked;
        if (Secret(secretNumber) is not { } secret || now >= secret.Until || now >= key.ExpiresAt)
            return ApiKeyRejectionReason.Expired;
        return key.Networks.Count > 0 && !NetworkList.Holds(_networks, address) ? ApiKeyRejectionReason.AddressNotAllowed : null;
    }

    public ApiKeyHash? Secret(int number) => Stored?.Current.Number == number ? Stored.Current : Stored?.Previous?.Number == number ? Stored.Previous : null;

    /// <summary>Whether a use has to be noted: the last one is a minute ago.</summary>
    public bool Touch(DateTimeOffset now)
    {
        var last = Volatile.Read(ref _usedAt);
        return now.UtcTicks - last >= TouchEvery.Ticks && Interlocked.CompareExchange(ref _usedAt, now.UtcTicks, last) == last;
    }

    /// <summary>Whether a hash under the pepper before has to be renewed, once.</summary>
    public bool BeginRenewal() => Interlocked.Exchange(ref _isRenewed, 1) == 0;
}
