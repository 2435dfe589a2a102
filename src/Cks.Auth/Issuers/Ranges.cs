namespace Cks.Auth;

/// <summary>Limits of settings.</summary>
internal static class Ranges
{
    public static bool Holds(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;
}
