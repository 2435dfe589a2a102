using System.Globalization;
using Cks.Core;

namespace Cks.Auth;

/// <summary>Reports what whoever attacks can bring about as often as they like: so many a minute, and how many more there were (S30).</summary>
internal sealed class Alarm(SecurityEventKind kind, TimeProvider time, SecurityEvents? events)
{
    private const int Most = 10;
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
                (more, _since, _count) = (Math.Max(0, _count - Most), now, 0);
            if (++_count > Most)
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
