using System.Globalization;
using System.Net;
using Cks.Core;

namespace Cks.Samples.Portal.Hardening;

/// <summary>What the portal takes from whom and how often. Nothing is trusted and nobody is let in by default; a setting that cannot be read, or that nobody knows, stops the host.</summary>
/// <param name="Proxies">Who may say for whom a request comes (<c>Portal:Proxies:Known</c>).</param>
/// <param name="Hops">How many of them stand one behind the other (<c>Portal:Proxies:Hops</c>).</param>
/// <param name="AdminNetworks">From where administration is allowed (<c>Portal:Admin:Networks</c>); from everywhere where the list is empty.</param>
/// <param name="Origins">Whose pages may call the API (<c>Portal:Cors:Origins</c>).</param>
/// <param name="BySubject">How often one person may ask.</param>
/// <param name="ByKey">How often one API key may.</param>
/// <param name="ByAddress">How often one address may ask for nobody.</param>
internal sealed record HardeningSettings(IReadOnlyList<IPNetwork> Proxies, int Hops, IReadOnlyList<IPNetwork> AdminNetworks, IReadOnlyList<string> Origins, RequestLimit BySubject, RequestLimit ByKey, RequestLimit ByAddress)
{
    private const string Section = "Portal";
    private const string TrustEverybody = "FORWARDEDHEADERS_ENABLED";

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Proxies"] = ["Known", "Hops"],
        ["Admin"] = ["Networks"],
        ["Cors"] = ["Origins"],
        ["Keys"] = ["Pepper"],
        ["Limits"] = ["Subject", "Key", "Address"],
        ["Limits:Subject"] = ["Burst", "PerSecond"],
        ["Limits:Key"] = ["Burst", "PerSecond"],
        ["Limits:Address"] = ["Burst", "PerSecond"],
    };

    public static HardeningSettings From(IConfiguration configuration)
    {
        // The framework's own switch takes these headers from whoever sends them.
        if (bool.TryParse(configuration[TrustEverybody], out var isOn) && isOn)
            throw new CksConfigurationException(CksCodes.InvalidSetting, TrustEverybody, "Forwarded headers would be taken from anybody.", $"Take it out and list the proxies in {Section}:Proxies:Known.");
        var portal = configuration.GetSection(Section);
        foreach (var (name, keys) in Known)
        {
            if (portal.GetSection(name).GetChildren().FirstOrDefault(c => !keys.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
                throw Invalid(unknown, "This is not a setting.", $"Known are {string.Join(", ", keys)}.");
        }

        return new(
            Networks(portal.GetSection("Proxies:Known")),
            Number(portal.GetSection("Proxies:Hops"), 1),
            Networks(portal.GetSection("Admin:Networks")),
            [.. Texts(portal.GetSection("Cors:Origins")).Select(o => Origin(portal.GetSection("Cors:Origins"), o))],
            Limit(portal.GetSection("Limits:Subject"), new(3_000, 300)),
            Limit(portal.GetSection("Limits:Key"), new(3_000, 300)),
            Limit(portal.GetSection("Limits:Address"), new(1_000, 100)));
    }

    private static RequestLimit Limit(IConfigurationSection section, RequestLimit otherwise) =>
        new(Number(section.GetSection("Burst"), otherwise.Burst), Number(section.GetSection("PerSecond"), otherwise.PerSecond));

    private static int Number(IConfigurationSection section, int otherwise) => string.IsNullOrWhiteSpace(section.Value) ? otherwise
        : int.TryParse(section.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw Invalid(section, $"'{section.Value}' is not a whole number above 0.", "Write one.");

    private static IPNetwork[] Networks(IConfigurationSection section) => [.. Texts(section).Select(text =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw Invalid(section, $"'{text}' is neither an address nor a network.", "Write 10.0.0.7 or 10.0.0.0/24."))];

    private static string Origin(IConfigurationSection section, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.GetLeftPart(UriPartial.Authority) == text
            ? text
            : throw Invalid(section, $"'{text}' is not an origin.", "Write scheme and host as a browser does, such as https://app.example.com, with nothing behind it.");

    // A list, or one value with commas, which is what an environment variable can hold.
    private static IEnumerable<string> Texts(IConfigurationSection section) => section.GetChildren().Any()
        ? section.GetChildren().Select(c => !string.IsNullOrWhiteSpace(c.Value) ? c.Value.Trim() : throw Invalid(c, "The entry is empty.", "Take it out."))
        : (section.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static CksConfigurationException Invalid(IConfigurationSection section, string message, string fix) => new(CksCodes.InvalidSetting, section.Path, message, fix);
}

/// <summary>How often somebody may ask.</summary>
/// <param name="Burst">Requests at once, after a pause.</param>
/// <param name="PerSecond">Requests a second for as long as they like.</param>
internal sealed record RequestLimit(int Burst, int PerSecond);
