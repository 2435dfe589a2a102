namespace Cks.HubConfig;

/// <summary>A window in ticks of UTC.</summary>
internal readonly record struct CompiledWindow(long From, long To)
{
    public static CompiledWindow Of(FlagWindow window) => new(window.From?.UtcTicks ?? long.MinValue, window.To?.UtcTicks ?? long.MaxValue);

    public bool Holds(long now) => now >= From && now < To;
}
