using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Documents of another machine. Reading gives what was said last; asking is apart from that, so that nobody who reads waits for a machine that does not answer.</summary>
internal sealed class HttpHubSource : HubSource
{
    private static readonly TimeSpan MostTime = TimeSpan.FromDays(1);

    private readonly HubDownload[] _downloads;

    public HttpHubSource(string address, string[] names, HubHttpOptions options)
    {
        if (options.Interval <= TimeSpan.Zero || options.Timeout <= TimeSpan.Zero || options.LongestBackOff < options.Interval || options.Timeout > MostTime || options.LongestBackOff > MostTime)
            throw Mistake(address, "An interval or timeout is not positive, or longer than a day, or the longest back-off is below the interval.", "Leave the defaults, or set them so.");
        var pattern = NamePattern.In(address);
        if (pattern is null != (names.Length == 0))
            throw Mistake(address, pattern is null ? "There are names, and the address has no place for one." : "The address has a place for a name, and there is no name.", "Write {role} or {tenant} in the path, and list the names.");
        if (Array.Find(names, n => !NamePattern.IsName(n)) is { } wrong)
            throw Mistake(address, $"\"{wrong}\" cannot stand in it.", "Use 1 to 64 of a-z, 0-9 and -.");
        IsNamed = pattern is not null;
        var http = new HttpClient(options.Handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // What is too much is not read to its end for the sake of the connection.
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = 16,
        })
        {
            // One end for the whole answer, which no small piece of it puts off.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        string[] all = IsNamed ? [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [""];
        _downloads = [.. all.Select(n => new HubDownload(n, Checked(pattern?.With(n) ?? address, pattern), http, options))];
    }

    internal override bool IsNamed { get; }

    /// <summary>Each document by itself: one that is missing holds up no other.</summary>
    public IReadOnlyList<HubDownload> Downloads => _downloads;

    internal override void Read(HubLayerKind kind, string? root, HubReading reading)
    {
        foreach (var download in _downloads)
        {
            if (download.Document is { } utf8)
                reading.Add(kind, download.Name, download.Shown, utf8);
            else
                reading.Unreadable(kind, download.Name, [new(CksCodes.DocumentMissing, SourceLocation.Whole(download.Shown), $"There is no document: {download.Problem ?? "nobody has asked yet"}.", "Check the address, and what answers there.")]);
        }
    }

    // S22: what may be asked stands in code, and a name is put into the path alone.
    private static Uri Checked(string text, NamePattern? pattern)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) || address.UserInfo.Length > 0)
            throw Mistake(text, "This address may not be asked for hub documents.", "Write an https address without credentials; http is for this machine alone.");
        var path = address.GetLeftPart(UriPartial.Authority).Length;
        return pattern is null || (pattern.Prefix.Length > path && !pattern.Prefix.Contains('?', StringComparison.Ordinal) && !pattern.Prefix.Contains('#', StringComparison.Ordinal))
            ? address
            : throw Mistake(text, "The place for the name is not in the path.", "Write an address such as https://config.example/hubs/{role}.json.");
    }

    private static CksConfigurationException Mistake(string address, string message, string fix) => new(CksCodes.InvalidSetting, address, message, fix);
}
