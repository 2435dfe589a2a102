namespace Cks.Auth;

/// <summary>What was issued at <paramref name="At"/> or before is refused.</summary>
internal sealed record Cutoff(DateTimeOffset At, DateTimeOffset Until)
{
    public static Cutoff Later(Cutoff? one, Cutoff other) =>
        one is null ? other : new(one.At > other.At ? one.At : other.At, one.Until > other.Until ? one.Until : other.Until);
}
