using System.Globalization;
using Cks.Core;

namespace Cks.Auth;

/// <summary>Reports what whoever attacks can bring about as often as they like: so many a minute, and how many more there were (S30).</summary>
/// <param name="kind">What it is.</param>
/// <param name="time">The clock.</param>
/// <param name="events">Where it is reported.</param>
/// <param name="most">How many a minute.</param>
internal sealed class Alarm(SecurityEventKind kind, TimeProvider time, SecurityEvents? events, int most = 10)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _since;
    private int _count;

    /// <summary>Whether one more is told.</summary>
    /// <param name="passedOver">How many were not, since the last that was; empty for none.</param>
    public bool Takes(out string passedOver)
    {
        passedOver = "";
        var more = 0;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            // A clock that was set back begins anew as well.
            if (now - _since >= Window || now < _since)
                (more, _since, _count) = (Math.Max(0, _count - most), now, 0);
            if (++_count > most)
                return false;
        }

        if (more > 0)
            passedOver = string.Create(CultureInfo.InvariantCulture, $"{more} more before");
        return true;
    }

    /// <summary>Tells it.</summary>
    public void Report(string detail, string passedOver, string subjectId = "", string tenantId = "") =>
        events?.Report(kind, passedOver.Length == 0 ? detail : $"{detail}; {passedOver}", subjectId, tenantId);
}
