using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// Reads a window. Without a zone both ends are of UTC and say so by a <c>Z</c>; with one they are what a clock shows there, and are worked out once: a time that the zone leaves out or has twice is refused, never guessed.
/// </summary>
internal static class FlagWindowReader
{
    private static readonly string[] Clock = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
    private static readonly Lazy<string[]> Zones = new(() => [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => IsZone(id, out _))]);
    private static readonly string[] Universal = ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static FlagWindow Read(SourceNode? node, DiagnosticBag diagnostics)
    {
        if (node is null)
            return default;
        var reader = SourceReader.Of(node, diagnostics);
        var name = reader.OptionalString("zone");
        TimeZoneInfo? zone = null;
        if (name is not null && !IsZone(name, out zone))
        {
            diagnostics.AddUnknown(CksCodes.HubFlagWindow, reader.Optional("zone")!, $"There is no zone \"{name}\" here.", name, Zones.Value);
            // What a clock shows there nobody knows.
            reader.Optional("from");
            reader.Optional("to");
            reader.Complete();
            return default;
        }

        var (from, to) = (Instant(reader, "from", zone, diagnostics), Instant(reader, "to", zone, diagnostics));
        reader.Complete();
        if (from is { } begin && to is { } end && end <= begin)
            diagnostics.Add(CksCodes.HubFlagWindow, reader.Optional("to")!, "The window ends before it begins.", $"Write a time after {Text(begin)}.");
        else if (from is null && to is null && reader.Optional("from") is null && reader.Optional("to") is null)
            diagnostics.Add(CksCodes.HubFlagWindow, node, "The window neither begins nor ends.", "Write \"from\", \"to\" or both.");
        return new(from, to, name);
    }

    private static DateTimeOffset? Instant(SourceReader reader, string name, TimeZoneInfo? zone, DiagnosticBag diagnostics)
    {
        if (reader.OptionalString(name) is not { } text)
            return null;
        var place = reader.Optional(name)!;
        if (!DateTime.TryParseExact(text, zone is null ? Universal : Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return Refuse(place, $"\"{text}\" is no time here.", zone is null ? "Write 2026-12-01T08:00Z, or name a zone and leave the Z out." : "Write what a clock shows in the zone: 2026-12-01T08:00.", diagnostics);
        if (zone is null)
            return new(time, TimeSpan.Zero);
        // At the ends of the calendar an offset leads out of it.
        if (time.Year is 1 or 9999)
            return Refuse(place, $"\"{text}\" is no time here.", "Write a year from 2 to 9998.", diagnostics);
        var instants = Instants(time, zone);
        if (instants.Length == 1)
            return instants[0];
        return instants.Length == 0
            ? Refuse(place, $"There is no {text} in {zone.Id}: clocks are put forward over it.", "Write a time before or after it.", diagnostics)
            : Refuse(place, $"{text} comes twice in {zone.Id}: clocks are put back over it.", $"Leave the zone out and write one of {string.Join(" and ", instants.Select(Text))}.", diagnostics);
    }

    // Every moment at which a clock there shows the time. Whatever clocks are changed for, an offset of the days around it is the one; IsInvalidTime and IsAmbiguousTime know of summer time alone.
    private static DateTimeOffset[] Instants(DateTime time, TimeZoneInfo zone)
    {
        var utc = DateTime.SpecifyKind(time, DateTimeKind.Utc);
        return
        [
            .. new[] { -26, 0, 26 }.Select(hours => zone.GetUtcOffset(utc.AddHours(hours))).Distinct()
                .Where(offset => zone.GetUtcOffset(utc - offset) == offset)
                .Select(offset => new DateTimeOffset(utc - offset)).Order(),
        ];
    }

    // Those that are one everywhere: what a host calls its own zone, and files that count leap seconds, are not.
    private static bool IsZone(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return (name == "UTC" || (char.IsAsciiLetterUpper(name[0]) && name.Contains('/', StringComparison.Ordinal) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '/')))
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    private static DateTimeOffset? Refuse(SourceNode place, string message, string fix, DiagnosticBag diagnostics)
    {
        diagnostics.Add(CksCodes.HubFlagWindow, place, message, fix);
        return null;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
