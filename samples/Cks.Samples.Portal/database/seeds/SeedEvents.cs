using System.Globalization;

namespace Cks.Samples.Portal.Database;

/// <summary>What happened in a tenant, and who was there to see it.</summary>
internal sealed class SeedEvents(SeedTenant tenant)
{
    // Every 13th event was put away by the first of those who saw it.
    private const int Dismissed = 13;

    private readonly List<Event> _events = [];

    /// <summary>
    /// An event. <paramref name="ids"/> are the typed ids; the audience is the actor and <paramref name="audience"/> without admins, who have no feed.
    /// </summary>
    public void Add(DateTime at, string type, string actor, string target, string targetType, string description, (string Key, string Code)[] ids, IEnumerable<string?> audience) =>
        _events.Add(new(at, type, actor, target, targetType, description, ids, [.. audience.Append(actor).OfType<string>().Where(a => !a.StartsWith("ADM-", StringComparison.Ordinal)).Distinct()]));

    /// <summary>An event of a kind that no feed shows.</summary>
    public void AddHidden(DateTime at, string type, string actor, string target, string targetType, string description) =>
        _events.Add(new(at, type, actor, target, targetType, description, [], []));

    /// <summary>Writes them in the order of time, with ids that grow alike.</summary>
    public void Write(SeedSheet sheet)
    {
        foreach (var (i, e) in _events.OrderBy(e => e.At).Index())
        {
            var (id, isTest) = (IdOf(e.At, i), e.Target.Contains("-TEST", StringComparison.Ordinal));
            var ids = string.Join(',', e.Ids.Select(pair => $"\"{pair.Key}\":\"{pair.Code}\""));
            var cleared = i % 97 == 0 && !isTest;
            sheet.AddOf(
                "activities", tenant, isTest, id, e.Type, e.Actor, SeedTenant.RoleOf(e.Actor), e.Target, e.TargetType, e.Description, $"{{{ids}}}", e.At,
                cleared ? e.At.AddDays(3) : null, cleared ? "ADM-001" : null);
            foreach (var audience in e.Audience)
                sheet.AddOf("activity_audience", tenant, isTest, audience, e.At, id);
            if (i % Dismissed == 0 && Array.Find(e.Audience, a => !a.StartsWith("role:", StringComparison.Ordinal)) is { } viewer)
                sheet.AddOf("activity_dismissals", tenant, isTest, viewer, id, e.At.AddDays(1));
        }

        // Role rows are put away by people, too.
        var catalog = _events.OrderBy(e => e.At).Index().First(e => e.Item.Type == "catalog_service_created" && !e.Item.Target.Contains("-TEST", StringComparison.Ordinal));
        sheet.AddOf("activity_dismissals", tenant, false, "MGR-001", IdOf(catalog.Item.At, catalog.Index), catalog.Item.At.AddDays(1));
    }

    /// <summary>A UUID of version 7: the milliseconds, then a counter, so that ids grow as the time does.</summary>
    private static string IdOf(DateTime at, int counter)
    {
        var milliseconds = (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds:x12}7{counter >> 12:x3}8{counter & 0xfff:x3}{(ulong)counter * 2654435761 % 0xffffffffffff:x12}");
    }

    private sealed record Event(DateTime At, string Type, string Actor, string Target, string TargetType, string Description, (string Key, string Code)[] Ids, string[] Audience);
}
