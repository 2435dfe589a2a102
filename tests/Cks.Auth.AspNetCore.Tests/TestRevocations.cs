using System.Collections.Concurrent;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>Revocations in memory, by subject; may also not be known.</summary>
internal sealed class TestRevocations : IRevocationCheck
{
    private readonly ConcurrentDictionary<string, byte> _subjects = new(StringComparer.Ordinal);
    private long _generation;

    public long Generation => Volatile.Read(ref _generation);

    public bool IsCurrent { get; set; } = true;

    public RevocationState Check(ValidatedToken token) =>
        _subjects.ContainsKey(token.Subject) ? RevocationState.Revoked : IsCurrent ? RevocationState.Clear : RevocationState.Unknown;

    public void Revoke(string subject)
    {
        _subjects[subject] = 0;
        Interlocked.Increment(ref _generation);
    }
}
