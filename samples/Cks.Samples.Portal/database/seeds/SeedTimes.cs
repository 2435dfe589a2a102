namespace Cks.Samples.Portal.Database;

/// <summary>When things happened. In microseconds, because PostgreSQL keeps no finer time and SQLite's text must agree with it.</summary>
internal static class SeedTimes
{
    /// <summary>When the first row was made.</summary>
    public static readonly DateTime Start = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>When some customers changed their contractor.</summary>
    public static readonly DateTime Moves = new(2026, 6, 15, 12, 0, 0, DateTimeKind.Utc);

    // Orders begin after everybody is there and end on a day of the past; what follows an order takes at most a month.
    private static readonly DateTime FirstOrder = Start.AddDays(14);
    private static readonly DateTime LastOrder = new(2026, 9, 30, 18, 0, 0, DateTimeKind.Utc);

    /// <summary>When the row with this number was made.</summary>
    public static DateTime Created(int number) => Start.AddMinutes(number).AddMicroseconds(number);

    /// <summary>When somebody who was made then was given a parent.</summary>
    public static DateTime Assigned(int number) => Created(number).AddDays(1);

    /// <summary>When somebody who was made then was archived.</summary>
    public static DateTime Archived(int number) => Created(number).AddDays(90);

    /// <summary>One of several moments that lie evenly between the first order and the last.</summary>
    public static DateTime Spread(int index, int count)
    {
        var ticks = (LastOrder - FirstOrder).Ticks / count * index;
        return FirstOrder.AddTicks(ticks - (ticks % TimeSpan.TicksPerMicrosecond));
    }
}
