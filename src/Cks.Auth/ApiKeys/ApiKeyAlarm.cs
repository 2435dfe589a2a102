using System.Globalization;
using System.Net;
using Cks.Core;

namespace Cks.Auth;

/// <summary>Reports attacks on keys: so many a minute, and how many more there were. Whoever attacks chooses how often, and many may.</summary>
internal sealed class ApiKeyAlarm(TimeProvider time, SecurityEvents? events)
{
    private const int Most = 10;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _since;
    private int _count;

    public void Report(string what, IPAddress? address)
    {
        if (events is null)
            return;
        var more = 0;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            // A clock that was set back begins anew as well.
            if (now - _since >= Window || now < _since)
                (more, _since, _count) = (Math.Max(0, _count - Most), now, 0);
            if (++_count > Most)
                return;
        }

        var told = more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {more} more before");
        events.Report(SecurityEventKinds.ApiKeyAttacked, $"{what} from {address?.ToString() ?? "nowhere"}{told}");
    }
}
