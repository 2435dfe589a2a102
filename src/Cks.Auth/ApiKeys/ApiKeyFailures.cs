using System.Net;
using System.Net.Sockets;

namespace Cks.Auth;

/// <summary>
/// Counts wrong secrets of a key from an address within a minute, or keys from an address that there are not, in a table of fixed size. Two that share a place begin anew in turn: nobody waits for what another did.
/// </summary>
internal sealed class ApiKeyFailures(int most, TimeProvider time)
{
    private const int Places = 8_192;
    private const int NetworkBytes = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Place[] _table = new Place[Places];

    /// <summary>Counts a failure.</summary>
    /// <returns>For how long failures are too many, zero while they are not; and whether this is the first that is.</returns>
    public (TimeSpan Wait, bool IsFirst) Add(string keyId, IPAddress? address)
    {
        var (hash, now) = (HashOf(keyId, address), time.GetUtcNow());
        lock (_gate)
        {
            ref var place = ref _table[(uint)hash % Places];
            // A clock that was set back begins anew as well.
            if (place.Hash != hash || now - place.Since >= Window || now < place.Since)
                place = new() { Hash = hash, Since = now };
            place.Count++;
            return place.Count > most ? (place.Since + Window - now, place.Count == most + 1) : default;
        }
    }

    /// <summary>For how long failures are too many already, zero while they are not.</summary>
    public TimeSpan WaitOf(string keyId, IPAddress? address)
    {
        var (hash, now) = (HashOf(keyId, address), time.GetUtcNow());
        lock (_gate)
        {
            var place = _table[(uint)hash % Places];
            return place.Hash == hash && place.Count > most && now - place.Since < Window && now >= place.Since ? place.Since + Window - now : default;
        }
    }

    // Seeded anew by each process. Who has an address of version 6 has a whole network of them.
    private static int HashOf(string keyId, IPAddress? address)
    {
        var hash = default(HashCode);
        hash.Add(keyId, StringComparer.Ordinal);
        Span<byte> bytes = stackalloc byte[16];
        if (address is not null && NetworkList.Plain(address) is var plain && plain.TryWriteBytes(bytes, out var length))
            hash.AddBytes(bytes[..(plain.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkBytes : length)]);
        return hash.ToHashCode();
    }

    private struct Place
    {
        public int Hash;
        public int Count;
        public DateTimeOffset Since;
    }
}
