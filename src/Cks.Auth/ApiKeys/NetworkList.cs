using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Cks.Auth;

/// <summary>Networks as an administrator writes them. An IPv4 address is one whether or not it comes as IPv6 (RFC 4291 section 2.5.5.2).</summary>
internal static class NetworkList
{
    private const int MappedBits = 96;

    /// <summary>Reads a network or a single address, and writes it in one way; host bits have no place in a network.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        if (text is null || !TryParse(text, out var network))
            return false;
        canonical = network.ToString();
        return true;
    }

    /// <summary>The networks of a key; one that cannot be read holds no address.</summary>
    public static IPNetwork[] Parse(IReadOnlyList<string> texts) => [.. texts.Select(t => TryParse(t, out var network) ? network : default(IPNetwork?)).OfType<IPNetwork>()];

    public static bool Holds(IPNetwork[] networks, IPAddress? address)
    {
        if (address is null)
            return false;
        var plain = Plain(address);
        foreach (var network in networks)
            if (network.Contains(plain))
                return true;
        return false;
    }

    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var plain = slash < 0 ? text : text[..slash];
        // The parser takes 10.1 for 10.0.0.1, and 010.0.0.1 for 8.0.0.1.
        if (text.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(plain, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != plain))
            return false;
        if (slash < 0)
            network = new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        // The parser drops host bits, and what is meant is a guess then.
        else if (!IPNetwork.TryParse(text, out network) || !network.BaseAddress.Equals(address))
            return false;

        if (!network.BaseAddress.IsIPv4MappedToIPv6)
            return true;
        if (network.PrefixLength < MappedBits)
            return false;
        network = new(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedBits);
        return true;
    }
}
