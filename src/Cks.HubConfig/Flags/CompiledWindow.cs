namespace Cks.HubConfig;

/// <summary>A window in ticks of UTC.</summary>
internal readonly record struct CompiledWindow(long From, long To)
{
    // Who says no moment asks at the beginning of time, and finds every window closed, one that only ends as well.
    public static CompiledWindow Of(FlagWindow window) => new(window.From?.UtcTicks ?? (window.To is null ? long.MinValue : 1), window.To?.UtcTicks ?? long.MaxValue);

    public bool Holds(long now) => now >= From && now < To;
}
