namespace Cks.Auth;

/// <summary>A token that was found good, with everything that must still be as it was then.</summary>
/// <param name="key">What it is found by.</param>
/// <param name="outcome">What it was found to be.</param>
/// <param name="issuer">Under whose rules.</param>
/// <param name="keyGeneration">Generation of that issuer's keys, read before its key was.</param>
/// <param name="window">Seconds since 1970 from and before which its times are good.</param>
/// <param name="until">Ticks (UTC) at which it is verified again in any case.</param>
internal sealed class RememberedToken(in TokenKey key, TokenOutcome outcome, TrustedIssuer issuer, int keyGeneration, (long From, long Until) window, long until)
{
    private readonly TokenKey _key = key;
    private long _revocations = long.MinValue;

    public TokenOutcome Outcome => outcome;

    public long Until => until;

    public bool Is(in TokenKey other) => _key == other;

    /// <summary>Whether issuer, keys and time are still as they were. The clock may go back as well.</summary>
    public bool Holds(DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return now.UtcTicks < until && seconds >= window.From && seconds < window.Until
            && !issuer.IsRetired && issuer.Keys.Generation == keyGeneration && issuer.Keys.IsUsable;
    }

    /// <summary>What is known about its revocation; looked up again only when something was revoked since.</summary>
    public RevocationState Revocation(IRevocationCheck revocations)
    {
        var generation = revocations.Generation;
        if (Volatile.Read(ref _revocations) == generation && revocations.IsCurrent)
            return RevocationState.Clear;
        var state = revocations.Check(outcome.Token!);
        if (state == RevocationState.Clear)
            Volatile.Write(ref _revocations, generation);
        return state;
    }
}
